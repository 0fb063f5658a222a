using System.Buffers.Binary;
using System.Text;

namespace Gateway.Wire;

/// <summary>
/// Reads MessagePack from bytes that may be hostile: every length is checked against what is there, nesting is bounded, and
/// any disagreement is a <see cref="MalformedDataException"/>. Accepts every form the format allows for a number.
/// </summary>
public ref struct WireReader(ReadOnlySpan<byte> input)
{
    /// <summary>Deepest nesting accepted; our deepest shape needs 6.</summary>
    public const int MaxDepth = 32;

    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    private readonly ReadOnlySpan<byte> _input = input;

    /// <summary>Bytes read so far.</summary>
    public int Consumed { get; private set; }

    public readonly bool End => Consumed >= _input.Length;

    public readonly int Remaining => _input.Length - Consumed;

    public readonly WireType PeekType() => TypeOf(Peek());

    public bool TryReadNil()
    {
        if (Peek() != 0xc0)
        {
            return false;
        }

        Consumed++;
        return true;
    }

    public bool ReadBoolean() => ReadByte() switch
    {
        0xc2 => false,
        0xc3 => true,
        _ => throw Unexpected("a boolean"),
    };

    public int ReadInt32()
    {
        var value = ReadInt64();
        return value is >= int.MinValue and <= int.MaxValue ? (int)value : throw new MalformedDataException("An integer does not fit 32 bits.");
    }

    public long ReadInt64()
    {
        // Most integers of an event are a single byte.
        var code = ReadByte();
        return code < 0x80 ? code : ReadLongForm(code);
    }

    /// <summary>A float, or an integer, which some encoders write for whole numbers.</summary>
    public double ReadDouble()
    {
        switch (Peek())
        {
            case 0xca:
                Consumed++;
                return BinaryPrimitives.ReadSingleBigEndian(Take(4));
            case 0xcb:
                Consumed++;
                return BinaryPrimitives.ReadDoubleBigEndian(Take(8));
            default:
                return ReadInt64();
        }
    }

    public string ReadString()
    {
        try
        {
            return StrictUtf8.GetString(ReadUtf8());
        }
        catch (DecoderFallbackException)
        {
            throw new MalformedDataException("A string is not valid UTF-8.");
        }
    }

    /// <summary>The UTF-8 bytes of a string, unchecked; valid as long as the input.</summary>
    public ReadOnlySpan<byte> ReadUtf8()
    {
        var code = ReadByte();
        return code switch
        {
            >= 0xa0 and < 0xc0 => Take(code & 0x1f),
            0xd9 => Take(Take(1)[0]),
            0xda => Take(BinaryPrimitives.ReadUInt16BigEndian(Take(2))),
            0xdb => Take(BinaryPrimitives.ReadUInt32BigEndian(Take(4))),
            _ => throw Unexpected("a string"),
        };
    }

    /// <summary>Binary bytes; valid as long as the input.</summary>
    public ReadOnlySpan<byte> ReadBinary() => ReadByte() switch
    {
        0xc4 => Take(Take(1)[0]),
        0xc5 => Take(BinaryPrimitives.ReadUInt16BigEndian(Take(2))),
        0xc6 => Take(BinaryPrimitives.ReadUInt32BigEndian(Take(4))),
        _ => throw Unexpected("binary"),
    };

    /// <summary>Never more than the bytes that are left, as every element takes at least one.</summary>
    public int ReadArrayHeader()
    {
        var code = ReadByte();
        return code switch
        {
            >= 0x90 and < 0xa0 => Count((uint)(code & 0x0f), 1),
            0xdc => Count(BinaryPrimitives.ReadUInt16BigEndian(Take(2)), 1),
            0xdd => Count(BinaryPrimitives.ReadUInt32BigEndian(Take(4)), 1),
            _ => throw Unexpected("an array"),
        };
    }

    /// <summary>Never more than half the bytes that are left, as every entry takes at least two.</summary>
    public int ReadMapHeader()
    {
        var code = ReadByte();
        return code switch
        {
            >= 0x80 and < 0x90 => Count((uint)(code & 0x0f), 2),
            0xde => Count(BinaryPrimitives.ReadUInt16BigEndian(Take(2)), 2),
            0xdf => Count(BinaryPrimitives.ReadUInt32BigEndian(Take(4)), 2),
            _ => throw Unexpected("a map"),
        };
    }

    /// <summary>Skips one whole value and returns its bytes.</summary>
    public ReadOnlySpan<byte> Skip()
    {
        var start = Consumed;
        SkipValue(MaxDepth);
        return _input[start..Consumed];
    }

    /// <summary>The bytes from an earlier place to this one; valid as long as the input.</summary>
    public readonly ReadOnlySpan<byte> Since(int start) => _input[start..Consumed];

    private void SkipValue(int depth)
    {
        if (depth == 0)
        {
            throw new MalformedDataException($"Values are nested deeper than {MaxDepth}.");
        }

        switch (PeekType())
        {
            case WireType.Nil or WireType.Boolean:
                Consumed++;
                break;
            case WireType.Integer:
                SkipInteger();
                break;
            case WireType.Float:
                ReadDouble();
                break;
            case WireType.String:
                ReadUtf8();
                break;
            case WireType.Binary:
                ReadBinary();
                break;
            case WireType.Array:
                SkipMany(ReadArrayHeader(), depth);
                break;
            case WireType.Map:
                SkipMany(ReadMapHeader() * 2, depth);
                break;
            case WireType.Extension:
                SkipExtension();
                break;
            default:
                throw Unexpected("a value");
        }
    }

    private void SkipMany(int count, int depth)
    {
        for (var i = 0; i < count; i++)
        {
            SkipValue(depth - 1);
        }
    }

    private long ReadLongForm(byte code)
    {
        switch (code)
        {
            case >= 0xe0:
                return (sbyte)code;
            case 0xcc:
                return Take(1)[0];
            case 0xcd:
                return BinaryPrimitives.ReadUInt16BigEndian(Take(2));
            case 0xce:
                return BinaryPrimitives.ReadUInt32BigEndian(Take(4));
            case 0xcf:
                var big = BinaryPrimitives.ReadUInt64BigEndian(Take(8));
                return big <= long.MaxValue ? (long)big : throw new MalformedDataException("An integer does not fit 63 bits.");
            case 0xd0:
                return (sbyte)Take(1)[0];
            case 0xd1:
                return BinaryPrimitives.ReadInt16BigEndian(Take(2));
            case 0xd2:
                return BinaryPrimitives.ReadInt32BigEndian(Take(4));
            case 0xd3:
                return BinaryPrimitives.ReadInt64BigEndian(Take(8));
            default:
                throw Unexpected("an integer");
        }
    }

    private void SkipInteger()
    {
        var code = ReadByte();
        if (code is 0xcc or 0xd0)
        {
            Take(1);
        }
        else if (code is 0xcd or 0xd1)
        {
            Take(2);
        }
        else if (code is 0xce or 0xd2)
        {
            Take(4);
        }
        else if (code is 0xcf or 0xd3)
        {
            Take(8);
        }
    }

    private void SkipExtension()
    {
        var code = ReadByte();
        uint length = code switch
        {
            >= 0xd4 and <= 0xd8 => 1u << (code - 0xd4),
            0xc7 => Take(1)[0],
            0xc8 => BinaryPrimitives.ReadUInt16BigEndian(Take(2)),
            _ => BinaryPrimitives.ReadUInt32BigEndian(Take(4)),
        };
        Take(1);
        Take(length);
    }

    private static WireType TypeOf(byte code) => code switch
    {
        < 0x80 or >= 0xe0 or (>= 0xcc and <= 0xd3) => WireType.Integer,
        < 0x90 or 0xde or 0xdf => WireType.Map,
        < 0xa0 or 0xdc or 0xdd => WireType.Array,
        < 0xc0 or (>= 0xd9 and <= 0xdb) => WireType.String,
        0xc0 => WireType.Nil,
        0xc2 or 0xc3 => WireType.Boolean,
        >= 0xc4 and <= 0xc6 => WireType.Binary,
        0xca or 0xcb => WireType.Float,
        0xc1 => WireType.Invalid,
        _ => WireType.Extension,
    };

    private readonly int Count(uint count, int bytesEach) =>
        count <= (uint)Remaining / (uint)bytesEach ? (int)count : throw Truncated();

    private readonly byte Peek() => Consumed < _input.Length ? _input[Consumed] : throw Truncated();

    private byte ReadByte()
    {
        var value = Peek();
        Consumed++;
        return value;
    }

    private ReadOnlySpan<byte> Take(uint count)
    {
        if (count > (uint)Remaining)
        {
            throw Truncated();
        }

        var span = _input.Slice(Consumed, (int)count);
        Consumed += (int)count;
        return span;
    }

    private ReadOnlySpan<byte> Take(int count) => Take((uint)count);

    private static MalformedDataException Truncated() => new("The data ends too early.");

    private static MalformedDataException Unexpected(string wanted) => new($"Expected {wanted}.");
}
