using System.Text;
using System.Text.Json;
using Gateway.Serialization;

namespace Gateway.Web.Sessions.Cluster;

/// <summary>The JSON of buckets and state messages: camelCase, as in the contract.</summary>
internal static class ClusterJson
{
    public static string Write<T>(T value) => JsonSerializer.Serialize(value, GatewayJson.Options);

    public static byte[] WriteBytes<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, GatewayJson.Options);

    /// <summary>Null when the bytes are more than that, or not of that form.</summary>
    public static T? Read<T>(byte[]? body, int most)
        where T : class => body is { Length: > 0 } && body.Length <= most ? Read<T>(Encoding.UTF8.GetString(body)) : null;

    /// <summary>Null when the text is not of that form: somebody else wrote it.</summary>
    public static T? Read<T>(string? text)
        where T : class
    {
        try
        {
            return text is null ? null : JsonSerializer.Deserialize<T>(text, GatewayJson.Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
