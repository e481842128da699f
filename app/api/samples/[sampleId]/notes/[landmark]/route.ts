import { saveNoteSchema } from '@/lib/contracts/review';
import { deleteNote, saveNote } from '@/lib/server/notes';
import { handle, readJson } from '../../../../handle';

export const PUT = handle(async (request, { sampleId, landmark }) =>
  saveNote(sampleId, Number(landmark), await readJson(request, saveNoteSchema)),
);

export const DELETE = handle((_, { sampleId, landmark }) => deleteNote(sampleId, Number(landmark)));
