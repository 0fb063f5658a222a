using System.Buffers;
using System.Text.Json;
using Gateway.Contracts;
using Gateway.Protocol;
using Gateway.Serialization;
using Gateway.Testing;
using Gateway.Values;
using Gateway.Wire;

namespace Gateway.Shared.Tests.Serialization;

[Trait("Size", "Long")]
public sealed class WireSerializerTests
{
    private delegate void Writing(WireWriter writer);

    [Fact]
    public void A_command_with_every_field_comes_back()
    {
        var command = SampleCommands.Full;
        Assert.Equal(Json(command), Json(WireSerializer.Deserialize<MxCommand>(Bytes(command))));
    }

    [Fact]
    public void A_reply_with_every_field_comes_back()
    {
        var reply = SampleCommands.FullReply;
        Assert.Equal(Json(reply), Json(WireSerializer.Deserialize<MxReply>(Bytes(reply))));
    }

    [Fact]
    public void Absent_fields_are_left_out()
    {
        var reader = new WireReader(Bytes(new MxCommand { Method = MxMethod.Ping }));
        Assert.Equal(1, reader.ReadMapHeader());
        Assert.Equal("method", reader.ReadString());
        Assert.Equal("Ping", reader.ReadString());
    }

    [Fact]
    public void Unknown_names_are_passed_over()
    {
        var bytes = Bytes(writer =>
        {
            writer.WriteMapHeader(3);
            writer.WriteString("later");
            writer.WriteArrayHeader(1);
            writer.WriteMapHeader(1);
            writer.WriteString("a");
            writer.WriteNil();
            writer.WriteString("sequence");
            writer.WriteInt64(7);
            writer.WriteString("later still");
            writer.WriteBinary([1, 2, 3]);
        });
        Assert.Equal(7, WireSerializer.Deserialize<AcknowledgeFrame>(bytes).Sequence);
    }

    [Fact]
    public void A_missing_required_field_is_refused_by_its_name()
    {
        var error = Assert.Throws<MalformedDataException>(() => WireSerializer.Deserialize<CommandFrame>([0x80]));
        Assert.Contains("command, correlationId, deadlineMs", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_required_field_that_is_nil_is_refused()
    {
        var bytes = Bytes(writer =>
        {
            writer.WriteMapHeader(1);
            writer.WriteString("proof");
            writer.WriteNil();
        });
        Assert.Throws<MalformedDataException>(() => WireSerializer.Deserialize<ProofFrame>(bytes));
    }

    [Fact]
    public void Bytes_after_the_value_are_refused() =>
        Assert.Throws<MalformedDataException>(() => WireSerializer.Deserialize<HeartbeatFrame>([0x80, 0xc0]));

    [Fact]
    public void A_nil_element_of_a_list_is_refused()
    {
        var bytes = Bytes(writer =>
        {
            writer.WriteMapHeader(2);
            writer.WriteString("method");
            writer.WriteString("AddItemBulk");
            writer.WriteString("itemDefinitions");
            writer.WriteArrayHeader(1);
            writer.WriteNil();
        });
        Assert.Throws<MalformedDataException>(() => WireSerializer.Deserialize<MxCommand>(bytes));
    }

    [Theory]
    [InlineData("Advise", MxMethod.Advise)]
    [InlineData("advise", MxMethod.Advise)]
    public void An_enum_is_read_by_its_name(string name, MxMethod expected)
    {
        var bytes = Bytes(writer => writer.WriteString(name));
        Assert.Equal(expected, WireSerializer.Deserialize<MxMethod>(bytes));
    }

    [Fact]
    public void A_vendor_enum_keeps_values_outside_its_list_and_ours_do_not()
    {
        Assert.Equal((MxStatusCategory)99, WireSerializer.Deserialize<MxStatusCategory>(Bytes((MxStatusCategory)99)));
        Assert.Throws<MalformedDataException>(() => WireSerializer.Deserialize<SessionState>([0x01]));
        Assert.Throws<MalformedDataException>(() => WireSerializer.Deserialize<SessionState>(Bytes(writer => writer.WriteString("asleep"))));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(31)]
    [InlineData(40)]
    [InlineData(100_000)]
    public void Values_nested_too_deep_are_refused_and_never_overflow_the_stack(int depth)
    {
        byte[] bytes = [0x81, 0xa1, (byte)'x', .. Enumerable.Repeat((byte)0x91, depth), 0xc0];
        if (depth < WireReader.MaxDepth)
        {
            Assert.NotNull(WireSerializer.Deserialize<HeartbeatFrame>(bytes));
        }
        else
        {
            Assert.Throws<MalformedDataException>(() => WireSerializer.Deserialize<HeartbeatFrame>(bytes));
        }
    }

    [Fact]
    public void A_command_cut_at_any_byte_is_refused()
    {
        var whole = Bytes(SampleCommands.Full);
        for (var length = 0; length < whole.Length; length++)
        {
            Assert.Throws<MalformedDataException>(() => WireSerializer.Deserialize<MxCommand>(whole.AsSpan(0, length)));
        }
    }

    [Fact]
    public void A_mutated_command_is_read_or_refused_and_nothing_else()
    {
        var whole = Bytes(SampleCommands.Full);
        Fuzz.Run(quick: 5_000, soak: 200_000, random =>
        {
            var bytes = Fuzz.Mutate(random, whole);
            try
            {
                WireSerializer.Deserialize<MxCommand>(bytes);
            }
            catch (MalformedDataException)
            {
                // The bytes were refused, as they should be.
            }
        });
    }

    private static string Json<T>(T value) => JsonSerializer.Serialize(value, GatewayJson.Options);

    private static byte[] Bytes<T>(T value)
    {
        var output = new ArrayBufferWriter<byte>();
        WireSerializer.Serialize(output, value);
        return output.WrittenSpan.ToArray();
    }

    private static byte[] Bytes(Writing write)
    {
        var output = new ArrayBufferWriter<byte>();
        write(new WireWriter(output));
        return output.WrittenSpan.ToArray();
    }
}
