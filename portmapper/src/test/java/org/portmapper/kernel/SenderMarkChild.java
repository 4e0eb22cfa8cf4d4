package org.portmapper.kernel;

/** A process that marks the senders to some port, and tells how that went. */
final class SenderMarkChild {
    private SenderMarkChild() {}

    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) {
        try {
            SenderMark.attach(1).close();
            System.out.println("attached");
        } catch (ErrnoException e) {
            System.out.println(e.getMessage());
        }
    }
}
