-- DropIndex
DROP INDEX "Sample_datasetId_split_editedAt_name_id_idx";

-- DropIndex
DROP INDEX "Prediction_sampleId_modelId_crop_error_idx";

-- CreateTable
CREATE TABLE "Disagreement" (
    "sampleId" TEXT NOT NULL,
    "modelA" TEXT NOT NULL,
    "modelB" TEXT NOT NULL,
    "crop" TEXT NOT NULL,
    "value" REAL,

    PRIMARY KEY ("sampleId", "modelA", "modelB", "crop"),
    CONSTRAINT "Disagreement_sampleId_modelA_crop_fkey" FOREIGN KEY ("sampleId", "modelA", "crop") REFERENCES "Prediction" ("sampleId", "modelId", "crop") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "Disagreement_sampleId_modelB_crop_fkey" FOREIGN KEY ("sampleId", "modelB", "crop") REFERENCES "Prediction" ("sampleId", "modelId", "crop") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE INDEX "Disagreement_narrow_idx" ON "Disagreement"("modelA", "modelB", "crop", "sampleId", "value");

-- CreateIndex
CREATE INDEX "Sample_narrow_idx" ON "Sample"("id", "datasetId", "split", "reviewState", "verdict", "yawRad", "poseSource", "faceSize", "editedAt", "reviewedAt", "createdAt", "name");

-- CreateIndex
CREATE INDEX "Prediction_narrow_idx" ON "Prediction"("modelId", "crop", "sampleId", "error", "nmeInterOcular", "regionErrors");

-- CreateIndex
CREATE INDEX "EvaluationResult_sampleId_idx" ON "EvaluationResult"("sampleId");
