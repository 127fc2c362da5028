import { editDistance } from './edit-distance';

/** The choice that a typing mistake is nearest to; nothing where none is near. */
export function nearest(text: string, choices: readonly string[]): string | undefined {
  const most = Math.max(2, Math.floor(text.length / 4));
  const ranked = choices
    .filter((choice) => Math.abs(choice.length - text.length) <= most)
    .map((choice) => ({ choice, distance: editDistance(text.toLowerCase(), choice.toLowerCase()) }))
    .filter(({ distance }) => distance <= most)
    .sort((one, other) => one.distance - other.distance);
  return ranked[0]?.choice;
}
