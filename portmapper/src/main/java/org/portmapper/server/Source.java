package org.portmapper.server;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import org.portmapper.identity.Peer;
import org.portmapper.identity.Sender;

/** Who is counted as one, so that nobody takes the room that all others have together. */
sealed interface Source {
    /** A user of this host, by the kernel's word. */
    record User(long uid) implements Source {
        @Override
        public boolean isSuperuser() {
            return uid == 0;
        }

        @Override
        public String toString() {
            return "uid " + uid;
        }
    }

    /** An IPv4 address. */
    record Host(int address) implements Source {
        @Override
        public String toString() {
            return ((address >> 24) & 0xff) + "." + ((address >> 16) & 0xff) + "." + ((address >> 8) & 0xff) + "."
                    + (address & 0xff);
        }
    }

    /**
     * An IPv6 subnet, in which one host can have any number of addresses: RFC 4291 section 2.5.1.
     *
     * @param prefix the first 64 bits of the address
     */
    record Subnet(long prefix) implements Source {
        @Override
        public String toString() {
            return "IPv6 subnet " + Long.toHexString(prefix) + "/64";
        }
    }

    /** Whether it is the superuser of this host, or its kernel. */
    default boolean isSuperuser() {
        return false;
    }

    /** Who a peer is counted as: its user, if the kernel has told who that is, or its address. */
    static Source of(Peer peer) {
        return switch (peer) {
            case Peer.Local local -> new User(local.credentials().uid());
            case Peer.Inet inet -> of(inet, inet.sender());
        };
    }

    /** The same, and the kernel is asked if it has not been. */
    static Source ofOwner(Peer peer) {
        return peer instanceof Peer.Inet inet && inet.sender() instanceof Sender.Connection connection
                ? of(inet, connection.owner().get())
                : of(peer);
    }

    private static Source of(Peer.Inet peer, Sender sender) {
        return sender instanceof Sender.Connected connected
                ? new User(connected.socket().uid())
                : of(peer.remote().getAddress());
    }

    /** Who an address is counted as. */
    static Source of(InetAddress address) {
        ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
        return address instanceof Inet4Address ? new Host(bytes.getInt()) : new Subnet(bytes.getLong());
    }
}
