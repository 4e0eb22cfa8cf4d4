package org.portmapper.state;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** Steps of which one fails, as disks and kernels have it; for tests of this package and others. */
public final class FailingSteps implements FileSteps {
    /** What fails. */
    public enum Step {
        /** The new file cannot be made: EACCES, EROFS, EMFILE. */
        CREATE,
        /** Half of the bytes are written, then there is no room: ENOSPC. */
        WRITE,
        /** The bytes do not come to the disk: EIO of fsync(2). */
        FORCE,
        /** The name cannot be given to the new file. */
        RENAME,
        /** The name does not come to the disk. */
        FORCE_FOLDER
    }

    private volatile Optional<Step> failing;

    /** One step fails from now on. */
    public FailingSteps(Step failing) {
        this.failing = Optional.of(failing);
    }

    private volatile CountDownLatch full = new CountDownLatch(0);

    /** None fails. */
    public FailingSteps() {
        this.failing = Optional.empty();
    }

    /** From now on this one fails. */
    public void fail(Step step) {
        failing = Optional.of(step);
    }

    /** From now on none fails. */
    public void heal() {
        failing = Optional.empty();
    }

    /** From now on the disk takes nothing, and refuses nothing either, until it is released. */
    public void hold() {
        full = new CountDownLatch(1);
    }

    /** The disk goes on. */
    public void release() {
        full.countDown();
    }

    private void failAt(Step step, String reason) throws IOException {
        if (failing.filter(step::equals).isPresent()) {
            throw new FileSystemException("bindings", null, reason);
        }
    }

    @Override
    public FileChannel create(Path file) throws IOException {
        failAt(Step.CREATE, "Read-only file system");
        return OF_THE_SYSTEM.create(file);
    }

    @Override
    public void write(FileChannel file, ByteBuffer bytes) throws IOException {
        if (failing.filter(Step.WRITE::equals).isPresent()) {
            OF_THE_SYSTEM.write(file, bytes.slice(bytes.position(), bytes.remaining() / 2));
        }
        failAt(Step.WRITE, "No space left on device");
        OF_THE_SYSTEM.write(file, bytes);
    }

    @Override
    public void force(FileChannel file) throws IOException {
        failAt(Step.FORCE, "Input/output error");
        awaitRelease();
        OF_THE_SYSTEM.force(file);
    }

    private void awaitRelease() throws IOException {
        try {
            full.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FileSystemException("bindings", null, "Interrupted system call");
        }
    }

    @Override
    public void rename(Path fresh, Path file) throws IOException {
        failAt(Step.RENAME, "Operation not permitted");
        OF_THE_SYSTEM.rename(fresh, file);
    }

    @Override
    public void forceFolder(Path folder) throws IOException {
        failAt(Step.FORCE_FOLDER, "Input/output error");
        OF_THE_SYSTEM.forceFolder(folder);
    }
}
