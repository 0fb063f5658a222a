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
    public void An_unknown_member_is_refused_by_its_name_and_the_known_ones_where_the_reader_says_so()
    {
        var refused = Assert.Throws<MalformedDataException>(() =>
        {
            var reader = new WireReader(WithNil("sessionTags"));
            WireSerializer.DeserializeObject(ref reader, typeof(OpenSessionRequest), refuseUnknown: true);
        });
        Assert.StartsWith("OpenSessionRequest has no member sessionTags; it has name, sessionTag, ", refused.Message, StringComparison.Ordinal);
        Assert.Equal(new OpenSessionRequest(), WireSerializer.Deserialize<OpenSessionRequest>(WithNil("sessionTags")));
    }

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
