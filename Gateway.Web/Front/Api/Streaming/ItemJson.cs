using System.Buffers;
using System.Text.Json;
using Gateway.Serialization;

namespace Gateway.Web.Front.Api.Streaming;

internal static class ItemJson
{
    /// <summary>Writes an object of at least one member without the brace that begins it.</summary>
    public static void WriteMembers<T>(IBufferWriter<byte> output, T item) => output.Write(JsonSerializer.SerializeToUtf8Bytes(item, GatewayJson.Options).AsSpan(1));
}
