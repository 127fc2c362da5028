import { anyOf } from '../../../lib/proof/mechanisms/outcome';
import type { Outcome } from '../../../lib/proof/mechanisms/outcome';
import { BY_ABSENCE, IN_ACCOUNT_OF_TRUST } from '../../../lib/proof/model/assumption';

const yes: Outcome = { admitted: true, because: ['yes'] };
const no: Outcome = { admitted: false, because: ['no'] };
const unknown: Outcome = { admitted: undefined, because: ['unknown'] };
const absent: Outcome = { admitted: false, because: ['absent'], ...BY_ABSENCE };

describe('of several ways one is enough', () => {
  test('and only those that let in say why', () => {
    expect(anyOf([no, yes, unknown, yes])).toEqual({ admitted: true, because: ['yes', 'yes'] });
  });

  test('one that is not known leaves it open where none lets in, and only those say why', () => {
    expect(anyOf([no, unknown, absent])).toEqual({ admitted: undefined, because: ['unknown'] });
  });

  test('all must refuse, each with its reason', () => {
    expect(anyOf([no, no])).toEqual({ admitted: false, because: ['no', 'no'] });
    expect(anyOf([])).toEqual({ admitted: false, because: [] });
  });

  test('a refusal rests on absence where one of them does', () => {
    expect(anyOf([no, absent])).toEqual({ admitted: false, because: ['no', 'absent'], assumes: ['nothing-elsewhere'] });
  });
});

describe('what is taken for granted', () => {
  const assuming: Outcome = { ...yes, ...IN_ACCOUNT_OF_TRUST };

  test('counts for those let in only where each way rests on something', () => {
    expect(anyOf([assuming, assuming]).assumes).toEqual(['account-of-the-trust']);
    expect(anyOf([assuming, yes]).assumes).toBeUndefined();
    expect(anyOf([yes, assuming]).assumes).toBeUndefined();
  });

  test('counts for a refusal where one way rests on something', () => {
    expect(anyOf([no, absent, absent]).assumes).toEqual(['nothing-elsewhere']);
  });
});
