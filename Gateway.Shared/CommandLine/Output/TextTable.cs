namespace Gateway.CommandLine.Output;

/// <summary>A table as it is shown to people. Its texts may contain anything; they are made plain where they are written.</summary>
/// <param name="Headers">The names of the columns.</param>
/// <param name="Rows">As many texts as there are columns, for each row.</param>
internal sealed record TextTable(IReadOnlyList<string> Headers, IReadOnlyList<IReadOnlyList<string?>> Rows)
{
    /// <summary>A table with a row for each of some things.</summary>
    public static TextTable Of<T>(IEnumerable<T> things, string[] headers, Func<T, string?[]> row) => new(headers, [.. things.Select(row)]);
}
