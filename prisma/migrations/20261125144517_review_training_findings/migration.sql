-- AlterTable
ALTER TABLE "Image" ADD COLUMN "fingerprint" TEXT;

-- AlterTable
ALTER TABLE "Prediction" ADD COLUMN "regionErrors" TEXT;

-- AlterTable
ALTER TABLE "Evaluation" ADD COLUMN "selection" TEXT;

-- AlterTable
ALTER TABLE "EvaluationResult" ADD COLUMN "depthError" REAL;
ALTER TABLE "EvaluationResult" ADD COLUMN "nmeDiagonal" REAL;
ALTER TABLE "EvaluationResult" ADD COLUMN "nmeInterPupil" REAL;

-- CreateTable
CREATE TABLE "SampleTag" (
    "sampleId" TEXT NOT NULL,
    "tag" TEXT NOT NULL,

    PRIMARY KEY ("sampleId", "tag"),
    CONSTRAINT "SampleTag_sampleId_fkey" FOREIGN KEY ("sampleId") REFERENCES "Sample" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "LandmarkNote" (
    "sampleId" TEXT NOT NULL,
    "landmark" INTEGER NOT NULL,
    "text" TEXT NOT NULL,
    "author" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,

    PRIMARY KEY ("sampleId", "landmark"),
    CONSTRAINT "LandmarkNote_sampleId_fkey" FOREIGN KEY ("sampleId") REFERENCES "Sample" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "FindingVerdict" (
    "sampleId" TEXT NOT NULL,
    "finding" TEXT NOT NULL,
    "verdict" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,

    PRIMARY KEY ("sampleId", "finding"),
    CONSTRAINT "FindingVerdict_sampleId_fkey" FOREIGN KEY ("sampleId") REFERENCES "Sample" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "SavedFilter" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "query" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP
);

-- CreateTable
CREATE TABLE "TrainingRun" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "title" TEXT NOT NULL,
    "config" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "message" TEXT NOT NULL DEFAULT '',
    "step" INTEGER NOT NULL DEFAULT 0,
    "imagesPerSecond" REAL,
    "secondsLeft" REAL,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "queuedAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "startedAt" DATETIME,
    "finishedAt" DATETIME
);

-- AlterTable: columns are added one by one; rebuilding Sample would copy every label
ALTER TABLE "Sample" ADD COLUMN "poseSource" TEXT;
ALTER TABLE "Sample" ADD COLUMN "reviewState" TEXT NOT NULL DEFAULT 'unreviewed';
ALTER TABLE "Sample" ADD COLUMN "verdict" TEXT;
ALTER TABLE "Sample" ADD COLUMN "reviewedAt" DATETIME;

-- CreateIndex
CREATE INDEX "Sample_datasetId_reviewState_name_id_idx" ON "Sample"("datasetId", "reviewState", "name", "id");

-- CreateIndex
CREATE INDEX "SampleTag_tag_sampleId_idx" ON "SampleTag"("tag", "sampleId");

-- CreateIndex
CREATE UNIQUE INDEX "SavedFilter_name_key" ON "SavedFilter"("name");

-- CreateIndex
CREATE INDEX "TrainingRun_state_queuedAt_idx" ON "TrainingRun"("state", "queuedAt");
