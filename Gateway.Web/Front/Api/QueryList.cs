using System.Text.Json;
using Gateway.Errors;

namespace Gateway.Web.Front.Api;

/// <summary>Lists in a query string, separated by commas.</summary>
internal static class QueryList
{
    public static string[]? Split(string? list) => list?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The value that a name has on the wire; null when there is none.</summary>
    public static T? ValueOf<T>(string name)
        where T : struct, Enum =>
        Enum.GetValues<T>().Where(value => JsonNamingPolicy.CamelCase.ConvertName(value.ToString()) == name).Select(value => (T?)value).FirstOrDefault();

    /// <summary>The value that a parameter names; the default one when it is absent.</summary>
    /// <exception cref="GatewayException"><c>InvalidArgument</c>.</exception>
    public static T OneOf<T>(string parameter, string? name)
        where T : struct, Enum => name is null ? default : ValueOf<T>(name) ?? throw new GatewayException(
            GatewayErrorCode.InvalidArgument, $"{parameter} must be one of {string.Join(", ", Enum.GetNames<T>().Select(JsonNamingPolicy.CamelCase.ConvertName))}.");
}
