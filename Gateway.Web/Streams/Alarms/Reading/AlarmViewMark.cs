using System.Security.Cryptography;
using System.Text.Json;
using Gateway.Contracts;
using Gateway.Web.Access.Items;

namespace Gateway.Web.Streams.Alarms.Reading;

/// <summary>
/// The mark of what a stream shows. Two streams with the same mark show the same alarms, so that a position of one may be continued by the
/// other. It is a digest, because a client needs nothing but to give it back.
/// </summary>
internal static class AlarmViewMark
{
    /// <summary>Of a position up to which some was shown with one view and some with another. It is no stream's mark.</summary>
    public const string Mixed = "mixed";

    private const int Characters = 16;

    /// <param name="request">Its filter; mode and flushing change what is sent, and not which alarms are shown.</param>
    /// <param name="read">What the caller may read; null for everything.</param>
    /// <param name="reaches">Whether the caller reaches the monitor's session.</param>
    public static string Of(AlarmRequest request, ItemGlobSet? read, bool reaches)
    {
        var parts = new object?[]
        {
            reaches, Sorted(read?.Patterns), Sorted(request.Areas), Sorted(request.References), request.PriorityTo, Sorted(request.States?.Select(state => state.ToString())),
        };
        return Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(parts)))[..Characters];
    }

    // Neither order, nor case, nor repetition changes what a list selects.
    private static string[]? Sorted(IEnumerable<string>? names) => names?.Select(name => name.ToUpperInvariant()).Distinct().Order(StringComparer.Ordinal).ToArray();
}
