package org.portmapper.server;

import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.util.function.LongConsumer;
import org.portmapper.kernel.DestroyNotices;

/** Hears from the kernel which sockets have ended. It belongs to its event loop. */
final class NoticeHandle implements EpollIoHandle {
    private final DestroyNotices notices;
    private final FileDescriptor descriptor;
    private final LongConsumer ended;
    private final Trouble trouble;

    /** What can go wrong with notices. */
    interface Trouble {
        /** Some were lost: only an audit tells which. */
        void lost();

        /** No more can be received. */
        void failed(IOException cause);

        /** So many have come now. */
        void came(int notices);
    }

    NoticeHandle(DestroyNotices notices, LongConsumer ended, Trouble trouble) {
        this.notices = notices;
        this.descriptor = new FileDescriptor(notices.fd());
        this.ended = ended;
        this.trouble = trouble;
    }

    @Override
    public FileDescriptor fd() {
        return descriptor;
    }

    /** One call is bounded; what is left makes the descriptor readable again. */
    @Override
    public void handle(IoRegistration registration, IoEvent event) {
        try {
            DestroyNotices.Drained drained = notices.drain(ended);
            if (drained.lost()) {
                trouble.lost();
            }
            trouble.came(drained.notices());
        } catch (IOException e) {
            trouble.failed(e);
        }
    }

    @Override
    public void close() {
        notices.close();
    }
}
