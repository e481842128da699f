-- CreateIndex
CREATE INDEX "Sample_datasetId_split_editedAt_name_id_idx" ON "Sample"("datasetId", "split", "editedAt", "name", "id");

-- CreateIndex
CREATE INDEX "Prediction_sampleId_modelId_crop_error_idx" ON "Prediction"("sampleId", "modelId", "crop", "error");
