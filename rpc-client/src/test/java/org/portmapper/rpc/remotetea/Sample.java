package org.portmapper.rpc.remotetea;

import java.io.IOException;
import org.acplt.oncrpc.OncRpcException;
import org.acplt.oncrpc.XdrAble;
import org.acplt.oncrpc.XdrDecodingStream;
import org.acplt.oncrpc.XdrEncodingStream;
import org.portmapper.rpc.xdr.Opaque;

/** A struct with one of each that jrpcgen knows, coded by the methods that its code calls. */
final class Sample implements XdrAble {
    boolean flag;
    byte small;
    short medium;
    int number;
    long large;
    float single;
    double real;
    String text = "";
    byte[] fixed = new byte[5];
    byte[] bytes = {};
    byte[] smalls = {};
    short[] mediums = {};
    int[] numbers = {};
    long[] larges = {};
    float[] singles = {};
    double[] reals = {};
    boolean[] flags = {};
    String[] texts = {};

    /** Numbers that look like lengths, and vectors of less and of more items than a length that is looked at. */
    static Sample full() {
        Sample sample = new Sample();
        sample.flag = true;
        sample.small = -1;
        sample.medium = -2;
        sample.number = 2_000_000_000;
        sample.large = Long.MIN_VALUE + 7;
        sample.single = 1.5f;
        sample.real = -2.5;
        sample.text = "Grüße, 世界";
        sample.fixed = new byte[] {1, 2, 3, 4, 5};
        sample.bytes = new byte[] {9, 8, 7};
        sample.smalls = new byte[] {-1, 1};
        sample.mediums = new short[] {-1, 0x7fff};
        sample.numbers = new int[] {2_000_000_000, -1, 5000};
        sample.larges = new long[] {Long.MAX_VALUE, -1};
        sample.singles = new float[] {3.5f};
        sample.reals = new double[] {4.5, -5.5};
        sample.flags = new boolean[] {true, false};
        sample.texts = new String[] {"", "ä", "much longer than one unit"};
        return sample;
    }

    @Override
    public void xdrEncode(XdrEncodingStream xdr) throws OncRpcException, IOException {
        xdr.xdrEncodeBoolean(flag);
        xdr.xdrEncodeByte(small);
        xdr.xdrEncodeShort(medium);
        xdr.xdrEncodeInt(number);
        xdr.xdrEncodeLong(large);
        xdr.xdrEncodeFloat(single);
        xdr.xdrEncodeDouble(real);
        xdr.xdrEncodeString(text);
        xdr.xdrEncodeOpaque(fixed, fixed.length);
        xdr.xdrEncodeDynamicOpaque(bytes);
        xdr.xdrEncodeByteVector(smalls);
        xdr.xdrEncodeShortVector(mediums);
        xdr.xdrEncodeIntVector(numbers);
        xdr.xdrEncodeLongVector(larges);
        xdr.xdrEncodeFloatVector(singles);
        xdr.xdrEncodeDoubleVector(reals);
        xdr.xdrEncodeBooleanVector(flags);
        xdr.xdrEncodeStringVector(texts);
    }

    @Override
    public void xdrDecode(XdrDecodingStream xdr) throws OncRpcException, IOException {
        flag = xdr.xdrDecodeBoolean();
        small = xdr.xdrDecodeByte();
        medium = xdr.xdrDecodeShort();
        number = xdr.xdrDecodeInt();
        large = xdr.xdrDecodeLong();
        single = xdr.xdrDecodeFloat();
        real = xdr.xdrDecodeDouble();
        text = xdr.xdrDecodeString();
        fixed = xdr.xdrDecodeOpaque(fixed.length);
        bytes = xdr.xdrDecodeDynamicOpaque();
        smalls = xdr.xdrDecodeByteVector();
        mediums = xdr.xdrDecodeShortVector();
        numbers = xdr.xdrDecodeIntVector();
        larges = xdr.xdrDecodeLongVector();
        singles = xdr.xdrDecodeFloatVector();
        reals = xdr.xdrDecodeDoubleVector();
        flags = xdr.xdrDecodeBooleanVector();
        texts = xdr.xdrDecodeStringVector();
    }

    /** As it is sent. */
    Opaque encoded() throws OncRpcException, IOException {
        BoundedEncodingStream stream = new BoundedEncodingStream(1 << 20, "UTF-8");
        xdrEncode(stream);
        return stream.toOpaque();
    }
}
