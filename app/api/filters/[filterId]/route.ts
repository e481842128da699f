import { deleteFilter } from '@/lib/server/saved-filters';
import { handle } from '../../handle';

export const DELETE = handle((_, { filterId }) => deleteFilter(filterId));
