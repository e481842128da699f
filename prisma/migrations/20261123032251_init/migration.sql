-- CreateTable
CREATE TABLE "Dataset" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "format" TEXT NOT NULL,
    "licence" TEXT NOT NULL DEFAULT '',
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP
);

-- CreateTable
CREATE TABLE "Image" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "width" INTEGER NOT NULL,
    "height" INTEGER NOT NULL,
    "mediaType" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "Sample" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "datasetId" TEXT NOT NULL,
    "imageId" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "split" TEXT NOT NULL,
    "person" TEXT,
    "revision" INTEGER NOT NULL,
    "annotation" TEXT,
    "box" TEXT,
    "pitchRad" REAL,
    "yawRad" REAL,
    "rollRad" REAL,
    "faceSize" REAL,
    "editedAt" DATETIME,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "Sample_datasetId_fkey" FOREIGN KEY ("datasetId") REFERENCES "Dataset" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "Sample_imageId_fkey" FOREIGN KEY ("imageId") REFERENCES "Image" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "AnnotationVersion" (
    "sequence" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "sampleId" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "parentRevision" INTEGER,
    "authorKind" TEXT NOT NULL,
    "author" TEXT NOT NULL,
    "annotation" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "AnnotationVersion_sampleId_fkey" FOREIGN KEY ("sampleId") REFERENCES "Sample" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "LabelVersion" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "datasetId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "sequence" INTEGER NOT NULL,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "LabelVersion_datasetId_fkey" FOREIGN KEY ("datasetId") REFERENCES "Dataset" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Model" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "title" TEXT NOT NULL,
    "architecture" TEXT NOT NULL,
    "weightsSha256" TEXT NOT NULL,
    "card" TEXT NOT NULL,
    "origin" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP
);

-- CreateTable
CREATE TABLE "Prediction" (
    "sampleId" TEXT NOT NULL,
    "modelId" TEXT NOT NULL,
    "crop" TEXT NOT NULL,
    "datasetId" TEXT NOT NULL,
    "cropRevision" INTEGER NOT NULL,
    "landmarks" TEXT NOT NULL,
    "confidence" REAL,
    "durationMs" REAL NOT NULL,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "errorRevision" INTEGER,
    "error" REAL,
    "nmeInterOcular" REAL,
    "nmeBox" REAL,

    PRIMARY KEY ("sampleId", "modelId", "crop"),
    CONSTRAINT "Prediction_sampleId_fkey" FOREIGN KEY ("sampleId") REFERENCES "Sample" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "Prediction_modelId_fkey" FOREIGN KEY ("modelId") REFERENCES "Model" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Evaluation" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "modelId" TEXT NOT NULL,
    "datasetId" TEXT NOT NULL,
    "split" TEXT NOT NULL,
    "crop" TEXT NOT NULL,
    "labelVersionId" TEXT NOT NULL,
    "images" INTEGER NOT NULL,
    "report" TEXT NOT NULL,
    "me" REAL NOT NULL,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "Evaluation_modelId_fkey" FOREIGN KEY ("modelId") REFERENCES "Model" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "Evaluation_datasetId_fkey" FOREIGN KEY ("datasetId") REFERENCES "Dataset" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "Evaluation_labelVersionId_fkey" FOREIGN KEY ("labelVersionId") REFERENCES "LabelVersion" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "EvaluationResult" (
    "evaluationId" TEXT NOT NULL,
    "sampleId" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "error" REAL NOT NULL,
    "nmeInterOcular" REAL NOT NULL,
    "nmeBox" REAL NOT NULL,
    "pointErrors" TEXT NOT NULL,

    PRIMARY KEY ("evaluationId", "sampleId"),
    CONSTRAINT "EvaluationResult_evaluationId_fkey" FOREIGN KEY ("evaluationId") REFERENCES "Evaluation" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "EvaluationResult_sampleId_fkey" FOREIGN KEY ("sampleId") REFERENCES "Sample" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Job" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "kind" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "done" INTEGER NOT NULL DEFAULT 0,
    "total" INTEGER,
    "message" TEXT NOT NULL DEFAULT '',
    "result" TEXT,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finishedAt" DATETIME
);

-- CreateIndex
CREATE UNIQUE INDEX "Dataset_name_key" ON "Dataset"("name");

-- CreateIndex
CREATE INDEX "Sample_datasetId_name_id_idx" ON "Sample"("datasetId", "name", "id");

-- CreateIndex
CREATE INDEX "Sample_datasetId_split_name_id_idx" ON "Sample"("datasetId", "split", "name", "id");

-- CreateIndex
CREATE INDEX "Sample_name_id_idx" ON "Sample"("name", "id");

-- CreateIndex
CREATE INDEX "Sample_createdAt_id_idx" ON "Sample"("createdAt", "id");

-- CreateIndex
CREATE INDEX "Sample_imageId_idx" ON "Sample"("imageId");

-- CreateIndex
CREATE UNIQUE INDEX "Sample_datasetId_key_key" ON "Sample"("datasetId", "key");

-- CreateIndex
CREATE UNIQUE INDEX "AnnotationVersion_sampleId_revision_key" ON "AnnotationVersion"("sampleId", "revision");

-- CreateIndex
CREATE UNIQUE INDEX "LabelVersion_datasetId_name_key" ON "LabelVersion"("datasetId", "name");

-- CreateIndex
CREATE INDEX "Prediction_datasetId_modelId_crop_error_sampleId_idx" ON "Prediction"("datasetId", "modelId", "crop", "error", "sampleId");

-- CreateIndex
CREATE INDEX "Prediction_modelId_crop_error_sampleId_idx" ON "Prediction"("modelId", "crop", "error", "sampleId");

-- CreateIndex
CREATE INDEX "Evaluation_createdAt_idx" ON "Evaluation"("createdAt");

-- CreateIndex
CREATE INDEX "EvaluationResult_evaluationId_error_sampleId_idx" ON "EvaluationResult"("evaluationId", "error", "sampleId");

-- CreateIndex
CREATE INDEX "Job_state_createdAt_idx" ON "Job"("state", "createdAt");
