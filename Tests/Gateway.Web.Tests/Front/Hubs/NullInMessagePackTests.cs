using System.Buffers;
using Gateway.Contracts;
using Gateway.Serialization;
using Gateway.Wire;

namespace Gateway.Web.Tests.Front.Hubs;

public sealed class NullInMessagePackTests
{
    [Theory]
    [InlineData("mode")]
    [InlineData("snapshot")]
    [InlineData("onSlow")]
    [InlineData("maxBatch")]
    [InlineData("filter")]
    public void Nil_is_absent(string member) => Assert.Equal(new StreamRequest(), WireSerializer.Deserialize<StreamRequest>(WithNil(member)));

    [Fact]
    public void An_unknown_member_is_refused_by_naming_the_known_ones() =>
        Assert.Contains("sessionTag", Assert.Throws<MalformedDataException>(() => WireSerializer.Deserialize<OpenSessionRequest>(WithNil("sessionTags"))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_member_of_another_type_is_named()
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new WireWriter(output);
        writer.WriteMapHeader(1);
        writer.WriteString("closeWhenDetached");
        writer.WriteString("yes");
        Assert.Equal("closeWhenDetached: Expected a boolean.", Assert.Throws<MalformedDataException>(() => WireSerializer.Deserialize<OpenSessionRequest>(output.WrittenSpan)).Message);
    }

    private static byte[] WithNil(string member)
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new WireWriter(output);
        writer.WriteMapHeader(1);
        writer.WriteString(member);
        writer.WriteNil();
        return output.WrittenSpan.ToArray();
    }
}
