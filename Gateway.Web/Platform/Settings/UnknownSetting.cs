namespace Gateway.Web.Platform.Settings;

/// <summary>A key of the configuration that no option has.</summary>
/// <param name="Key">The full key.</param>
/// <param name="NearestName">The option of the same section that was probably meant; null when the section has none.</param>
internal sealed record UnknownSetting(string Key, string? NearestName)
{
    /// <summary>The known name that needs the fewest letters to be changed, added or removed.</summary>
    public static string? Nearest(string name, IEnumerable<string> known) => known.MinBy(one => Distance(name, one));

    private static int Distance(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var isSame = char.ToUpperInvariant(left[i - 1]) == char.ToUpperInvariant(right[j - 1]);
                var next = Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (isSame ? 0 : 1));
                diagonal = row[j];
                row[j] = next;
            }
        }

        return row[^1];
    }
}
