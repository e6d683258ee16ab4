/**
 * What two branches made of a file, where git could not merge it and left both between its markers.
 *
 * @returns undefined if there are no such markers
 */
export function sidesOf(text: string): readonly [string, string] | undefined {
  const sides: [string[], string[]] = [[], []];
  let place: 'both' | 'first' | 'ancestor' | 'second' = 'both';
  let conflicts = 0;
  for (const line of text.split('\n')) {
    if (place === 'both' && line.startsWith('<<<<<<< ')) place = 'first';
    else if (place === 'first' && line.startsWith('||||||| ')) place = 'ancestor';
    else if ((place === 'first' || place === 'ancestor') && line.trimEnd() === '=======') place = 'second';
    else if (place === 'second' && line.startsWith('>>>>>>> ')) {
      place = 'both';
      conflicts += 1;
    } else {
      if (place === 'both' || place === 'first') sides[0].push(line);
      if (place === 'both' || place === 'second') sides[1].push(line);
    }
  }
  return conflicts > 0 && place === 'both' ? [sides[0].join('\n'), sides[1].join('\n')] : undefined;
}
