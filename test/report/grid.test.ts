import { grid } from '../../lib/report/grid';

test('cells of several lines make their row higher, and columns are as wide as their longest line', () => {
  expect(
    grid(
      ['a', 'b'],
      [
        ['one\ntwo', 'x'],
        ['3', ''],
      ],
    ),
  ).toMatchInlineSnapshot(`
   "┌─────┬───┐
   │ a   │ b │
   ├─────┼───┤
   │ one │ x │
   │ two │   │
   ├─────┼───┤
   │ 3   │   │
   └─────┴───┘"
  `);
});
