using System.Buffers;
using System.Text.Json;
using Gateway.Contracts;
using Gateway.Serialization;
using Gateway.Wire;

namespace Gateway.Shared.Tests.Serialization;

/// <summary>Null is absent in both protocols, whatever a property has at first.</summary>
public sealed class AbsentNullTests
{
    [Theory]
    [InlineData("flag")]
    [InlineData("policy")]
    [InlineData("count")]
    [InlineData("text")]
    [InlineData("texts")]
    public void A_property_keeps_what_it_has_at_first(string name)
    {
        var absent = JsonSerializer.Serialize(new Preset { Id = "1" });
        Assert.Equal(absent, JsonSerializer.Serialize(JsonSerializer.Deserialize<Preset>($$"""{"id":"1","{{name}}":null}""", GatewayJson.Options)));
        Assert.Equal(absent, JsonSerializer.Serialize(WireSerializer.Deserialize<Preset>(Packed(("id", "1"), (name, null)))));
    }

    [Fact]
    public void A_required_property_is_missing()
    {
        Assert.Equal("$.id", Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Preset>("""{"id":null}""", GatewayJson.Options)).Path);
        Assert.Equal("Preset lacks id.", Assert.Throws<MalformedDataException>(() => WireSerializer.Deserialize<Preset>(Packed(("id", null)))).Message);
    }

    private static byte[] Packed(params (string Name, string? Value)[] members)
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new WireWriter(output);
        writer.WriteMapHeader(members.Length);
        foreach (var (name, value) in members)
        {
            writer.WriteString(name);
            if (value is null)
            {
                writer.WriteNil();
            }
            else
            {
                writer.WriteString(value);
            }
        }

        return output.WrittenSpan.ToArray();
    }

    private sealed record Preset
    {
        public required string Id { get; init; }

        public bool Flag { get; init; } = true;

        public SnapshotPolicy Policy { get; init; } = SnapshotPolicy.Always;

        public int? Count { get; init; } = 3;

        public string Text { get; init; } = "text";

        public IReadOnlyList<string> Texts { get; init; } = ["text"];
    }
}
