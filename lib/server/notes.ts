import 'server-only';
import type { z } from 'zod';
import type { LandmarkNote, saveNoteSchema } from '@/lib/contracts/review';
import { SCHEMES } from '@/lib/landmarks/scheme';
import type { LandmarkNote as Row } from '@/prisma/generated/client';
import { annotationFromJson } from './annotation-json';
import { database } from './database';
import { notFound, UserError } from './user-error';

export const toNote = ({ landmark, text, author, createdAt }: Row): LandmarkNote => ({
  landmark,
  text,
  author,
  createdAt: createdAt.toISOString(),
});

/** Sets the note on a landmark; one that stands there already is replaced. @throws UserError 404, 400 */
export async function saveNote(
  sampleId: string,
  landmark: number,
  { text, author }: z.infer<typeof saveNoteSchema>,
): Promise<LandmarkNote[]> {
  const sample = await database().sample.findUnique({ where: { id: sampleId }, select: { annotation: true } });
  if (!sample) throw notFound('sample', sampleId);
  const { count } = SCHEMES[annotationFromJson(sample.annotation)?.scheme ?? 'ibug-68'];
  if (!(Number.isInteger(landmark) && landmark >= 0 && landmark < count)) {
    throw new UserError(400, `note: expected a landmark from 0 to ${count - 1}, found ${landmark}`);
  }
  await database().landmarkNote.upsert({
    where: { sampleId_landmark: { sampleId, landmark } },
    create: { sampleId, landmark, text, author },
    update: { text, author, createdAt: new Date() },
  });
  return listNotes(sampleId);
}

/** Taking away what is not there is no fault: somebody else was quicker. */
export async function deleteNote(sampleId: string, landmark: number): Promise<LandmarkNote[]> {
  await database().landmarkNote.deleteMany({ where: { sampleId, landmark } });
  return listNotes(sampleId);
}

async function listNotes(sampleId: string): Promise<LandmarkNote[]> {
  const rows = await database().landmarkNote.findMany({ where: { sampleId }, orderBy: { landmark: 'asc' } });
  return rows.map(toNote);
}
