/** Names of what a run leaves in its folder: written by models/training, read by the server and its pages. */
export const CHECKPOINT_FILE = 'checkpoint.bin';
/** TrainingCurves */
export const CURVES_FILE = 'curves.json';
/** TrainingSamples */
export const SAMPLES_FILE = 'samples.json';
/** the crop of the n-th face of SAMPLES_FILE */
export const sampleImageFile = (index: number): string => `sample-${index}.png`;
