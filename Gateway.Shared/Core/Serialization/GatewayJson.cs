using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Gateway.Serialization;

/// <summary>The JSON settings of the hub. The contract types also read and write under SignalR's defaults.</summary>
public static class GatewayJson
{
    public static JsonSerializerOptions Options { get; } = Create();

    /// <summary>Makes the options those of the hub: camelCase, absent instead of null, bounded depth.</summary>
    public static void Configure(JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.PropertyNameCaseInsensitive = true;
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        options.MaxDepth = 32;
        options.TypeInfoResolver = (options.TypeInfoResolver ?? new DefaultJsonTypeInfoResolver()).WithAddedModifier(AbsentNull.Allow);
    }

    /// <summary>As <see cref="Configure"/>, for reading requests: a member that the contract does not have is refused, because a
    /// misspelt restriction would otherwise be none.</summary>
    public static void ConfigureRequests(JsonSerializerOptions options)
    {
        Configure(options);
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
    }

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions();
        Configure(options);
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
