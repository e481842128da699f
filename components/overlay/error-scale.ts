// The scale is drawn by reports too, which know no page: its home is lib, its place among the overlays is here.
export { ERROR_GRADIENT, ERROR_SCALE_MAX, errorColour, errorInk } from '@/lib/charts/error-scale';
