// A course computed from the minutes that lessons and exercises declare.

// The parts of the course in order: [{part, reading, exercises, total, chapters}].
export function partsOf(chapters) {
  const parts = [];
  for (const chapter of chapters) {
    if (parts.at(-1)?.part !== chapter.part) parts.push({ part: chapter.part, chapters: [] });
    parts.at(-1).chapters.push(chapter);
  }
  return parts.map((part) => {
    const reading = sum(part.chapters.map(({ minutes }) => minutes.reading));
    const exercises = sum(part.chapters.map(({ minutes }) => minutes.exercises));
    return { ...part, reading, exercises, total: reading + exercises };
  });
}

// Sessions of at most `length` minutes: lessons and exercises in order, each kept whole. Something
// longer than a session gets one of its own. Returns [{minutes, items: [{text, minutes}]}].
export function sessions(chapters, length) {
  const items = chapters.flatMap((chapter) => [
    { text: `Chapter ${chapter.number}: lesson`, minutes: chapter.minutes.reading, page: chapter.page },
    ...chapter.exercises.map(({ title, minutes, page }) => ({ text: `Exercise: ${title}`, minutes, page })),
  ]);
  const result = [];
  for (const item of items) {
    const last = result.at(-1);
    if (last && last.minutes + item.minutes <= length) {
      last.minutes += item.minutes;
      last.items.push(item);
    } else {
      result.push({ minutes: item.minutes, items: [item] });
    }
  }
  return result;
}

// 100 -> "1 h 40 min"
export function hours(minutes) {
  const whole = Math.floor(minutes / 60);
  const rest = minutes % 60;
  if (whole === 0) return `${rest} min`;
  return rest === 0 ? `${whole} h` : `${whole} h ${rest} min`;
}

// 1, "exercise" -> "1 exercise"; 2 -> "2 exercises"
export function counted(number, noun) {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

export function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}
