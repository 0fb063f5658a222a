using System.Buffers;
using Gateway.Wire;

namespace Gateway.Shared.Tests.Wire;

public sealed class WireReaderTests
{
    private delegate void Reading(ref WireReader reader);

    [Theory]
    [InlineData("00", 0)]
    [InlineData("7f", 127)]
    [InlineData("e0", -32)]
    [InlineData("ff", -1)]
    [InlineData("ccff", 255)]
    [InlineData("cdffff", 65535)]
    [InlineData("ceffffffff", 4294967295)]
    [InlineData("cf7fffffffffffffff", long.MaxValue)]
    [InlineData("d080", -128)]
    [InlineData("d18000", -32768)]
    [InlineData("d280000000", int.MinValue)]
    [InlineData("d38000000000000000", long.MinValue)]
    [InlineData("cf0000000000000001", 1)]
    [InlineData("d30000000000000001", 1)]
    public void Every_form_of_an_integer_is_read(string hex, long expected)
    {
        var reader = new WireReader(Convert.FromHexString(hex));
        Assert.Equal(expected, reader.ReadInt64());
        Assert.True(reader.End);
    }

    [Theory]
    [InlineData("cf8000000000000000")]
    [InlineData("c0")]
    [InlineData("a131")]
    [InlineData("ca3f800000")]
    [InlineData("c1")]
    public void What_is_no_integer_of_63_bits_is_refused(string hex) =>
        AssertMalformed(Convert.FromHexString(hex), (ref WireReader reader) => reader.ReadInt64());

    [Theory]
    [InlineData("ce80000000")]
    [InlineData("d3ffffffff7fffffff")]
    public void An_integer_beyond_32_bits_is_refused_where_32_are_wanted(string hex) =>
        AssertMalformed(Convert.FromHexString(hex), (ref WireReader reader) => reader.ReadInt32());

    [Theory]
    [InlineData("ca3f800000", 1.0)]
    [InlineData("cb3ff0000000000000", 1.0)]
    [InlineData("01", 1.0)]
    [InlineData("d0ff", -1.0)]
    [InlineData("cbfff0000000000000", double.NegativeInfinity)]
    public void Every_form_of_a_number_is_read_as_a_double(string hex, double expected)
    {
        var reader = new WireReader(Convert.FromHexString(hex));
        Assert.Equal(expected, reader.ReadDouble());
    }

    [Theory]
    [InlineData("a161", "a")]
    [InlineData("d90161", "a")]
    [InlineData("da000161", "a")]
    [InlineData("db0000000161", "a")]
    [InlineData("a0", "")]
    public void Every_form_of_a_string_is_read(string hex, string expected)
    {
        var reader = new WireReader(Convert.FromHexString(hex));
        Assert.Equal(expected, reader.ReadString());
    }

    [Theory]
    [InlineData("c401ff")]
    [InlineData("c50001ff")]
    [InlineData("c600000001ff")]
    public void Every_form_of_binary_is_read(string hex)
    {
        var reader = new WireReader(Convert.FromHexString(hex));
        Assert.Equal([0xff], reader.ReadBinary().ToArray());
    }

    [Theory]
    [InlineData("a1ff")]
    [InlineData("a3eda080")]
    public void A_string_that_is_not_utf8_is_refused(string hex) =>
        AssertMalformed(Convert.FromHexString(hex), (ref WireReader reader) => reader.ReadString());

    [Theory]
    [InlineData("dbffffffff")]
    [InlineData("db7fffffff61")]
    [InlineData("c6ffffffff")]
    [InlineData("ddffffffff")]
    [InlineData("dfffffffff")]
    [InlineData("df8000000000")]
    [InlineData("dc0002c0")]
    [InlineData("de0001c0")]
    [InlineData("c9ffffffff00")]
    public void A_length_beyond_what_is_there_is_refused_before_anything_is_taken(string hex)
    {
        var bytes = Convert.FromHexString(hex);
        AssertMalformed(bytes, (ref WireReader reader) => reader.Skip());
        AssertMalformed(bytes, (ref WireReader reader) => reader.ReadArrayHeader());
        AssertMalformed(bytes, (ref WireReader reader) => reader.ReadMapHeader());
        AssertMalformed(bytes, (ref WireReader reader) => reader.ReadString());
        AssertMalformed(bytes, (ref WireReader reader) => reader.ReadBinary());
    }

    [Fact]
    public void Nesting_is_bounded()
    {
        static byte[] Nested(int depth) => [.. Enumerable.Repeat((byte)0x91, depth - 1), 0xc0];

        var deepest = new WireReader(Nested(WireReader.MaxDepth));
        Assert.Equal(WireReader.MaxDepth, deepest.Skip().Length);
        AssertMalformed(Nested(WireReader.MaxDepth + 1), (ref WireReader reader) => reader.Skip());
        AssertMalformed(Nested(1_000_000), (ref WireReader reader) => reader.Skip());
    }

    [Fact]
    public void Skip_passes_over_exactly_one_value_of_every_form()
    {
        foreach (var value in EveryForm())
        {
            var reader = new WireReader([.. value, 0xc3]);
            Assert.Equal(value, reader.Skip().ToArray());
            Assert.True(reader.ReadBoolean());
        }
    }

    [Fact]
    public void A_value_cut_at_any_offset_is_refused()
    {
        foreach (var value in EveryForm())
        {
            for (var length = 0; length < value.Length; length++)
            {
                AssertMalformed(value[..length], (ref WireReader reader) => reader.Skip());
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(65535)]
    [InlineData(65536)]
    public void The_writer_takes_a_form_that_the_reader_gives_back(int length)
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new WireWriter(output);
        writer.WriteString(new string('x', length));
        writer.WriteBinary(new byte[length]);
        writer.WriteArrayHeader(length);
        output.Write(new byte[length]);
        writer.WriteMapHeader(length);
        output.Write(new byte[length * 2]);

        var reader = new WireReader(output.WrittenSpan);
        Assert.Equal(length, reader.ReadString().Length);
        Assert.Equal(length, reader.ReadBinary().Length);
        Assert.Equal(length, reader.ReadArrayHeader());
        Skip(ref reader, length);
        Assert.Equal(length, reader.ReadMapHeader());
        Skip(ref reader, length * 2);
        Assert.True(reader.End);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(65535)]
    [InlineData(65536)]
    [InlineData(4294967295)]
    [InlineData(4294967296)]
    [InlineData(long.MaxValue)]
    [InlineData(-1)]
    [InlineData(-32)]
    [InlineData(-33)]
    [InlineData(-128)]
    [InlineData(-129)]
    [InlineData(-32768)]
    [InlineData(-32769)]
    [InlineData(int.MinValue)]
    [InlineData(int.MinValue - 1L)]
    [InlineData(long.MinValue)]
    public void Integers_at_the_edges_of_the_forms_come_back(long value)
    {
        var output = new ArrayBufferWriter<byte>();
        new WireWriter(output).WriteInt64(value);
        var reader = new WireReader(output.WrittenSpan);
        Assert.Equal(value, reader.ReadInt64());
        Assert.True(reader.End);
    }

    private static byte[][] EveryForm() =>
    [
        [0xc0], [0xc2], [0xc3], [0x00], [0xff],
        [0xcc, 1], [0xcd, 0, 1], [0xce, 0, 0, 0, 1], [0xcf, 0, 0, 0, 0, 0, 0, 0, 1],
        [0xd0, 1], [0xd1, 0, 1], [0xd2, 0, 0, 0, 1], [0xd3, 0, 0, 0, 0, 0, 0, 0, 1],
        [0xca, 0, 0, 0, 0], [0xcb, 0, 0, 0, 0, 0, 0, 0, 0],
        [0xa1, 97], [0xd9, 1, 97], [0xda, 0, 1, 97], [0xdb, 0, 0, 0, 1, 97],
        [0xc4, 1, 9], [0xc5, 0, 1, 9], [0xc6, 0, 0, 0, 1, 9],
        [0x92, 0xc0, 0x91, 1], [0xdc, 0, 1, 0xc0], [0xdd, 0, 0, 0, 1, 0xc0],
        [0x81, 1, 0x80], [0xde, 0, 1, 1, 2], [0xdf, 0, 0, 0, 1, 1, 2],
        [0xd4, 1, 9], [0xd5, 1, 9, 9], [0xd6, 1, 9, 9, 9, 9], [0xd7, 1, .. new byte[8]], [0xd8, 1, .. new byte[16]],
        [0xc7, 1, 5, 9], [0xc8, 0, 1, 5, 9], [0xc9, 0, 0, 0, 1, 5, 9],
    ];

    private static void Skip(ref WireReader reader, int count)
    {
        for (var i = 0; i < count; i++)
        {
            reader.Skip();
        }
    }

    private static void AssertMalformed(byte[] bytes, Reading read) => Assert.Throws<MalformedDataException>(() =>
    {
        var reader = new WireReader(bytes);
        read(ref reader);
    });
}
