using System.Text.Json;

namespace Gateway.Web.Front.Api;

/// <summary>Lists in a query string, separated by commas.</summary>
internal static class QueryList
{
    public static string[]? Split(string? list) => list?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The value that a name has on the wire; null when there is none.</summary>
    public static T? ValueOf<T>(string name)
        where T : struct, Enum =>
        Enum.GetValues<T>().Where(value => JsonNamingPolicy.CamelCase.ConvertName(value.ToString()) == name).Select(value => (T?)value).FirstOrDefault();
}
