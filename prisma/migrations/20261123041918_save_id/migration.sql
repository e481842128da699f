-- AlterTable
ALTER TABLE "AnnotationVersion" ADD COLUMN "saveId" TEXT;

-- CreateIndex
CREATE UNIQUE INDEX "AnnotationVersion_saveId_key" ON "AnnotationVersion"("saveId");
