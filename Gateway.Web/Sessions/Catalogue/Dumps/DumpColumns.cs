namespace Gateway.Web.Sessions.Catalogue.Dumps;

/// <summary>The columns of one section of a galaxy dump, and what a row of the section says.</summary>
internal sealed class DumpColumns
{
    public const int MaxColumns = 4_096;

    private const string Tagname = "Tagname";
    private const string AttributeList = "UDAs";

    /// <summary>What the columns say is of the object's configuration; they are no items.</summary>
    private static readonly HashSet<string> OfConfiguration = new(StringComparer.OrdinalIgnoreCase)
    {
        Tagname, "Area", "SecurityGroup", "Container", "ContainedName", "Host", "ShortDesc", "ExecutionRelativeOrder", "ExecutionRelatedObject", AttributeList,
        "Extensions", "CmdData", "UserAttrData",
    };

    private readonly Dictionary<string, int> _places;
    private readonly string[] _attributes;

    private DumpColumns(Dictionary<string, int> places)
    {
        _places = places;
        _attributes = [.. places.Keys.Where(name => !OfConfiguration.Contains(name) && IsAttribute(name))];
    }

    /// <summary>Null when there is no column of names, or there are too many columns.</summary>
    public static DumpColumns? Of(string[] header)
    {
        var places = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < header.Length && i <= MaxColumns; i++)
        {
            places.TryAdd(header[i].Trim().TrimStart(':'), i);
        }

        return header.Length <= MaxColumns && places.ContainsKey(Tagname) ? new DumpColumns(places) : null;
    }

    /// <summary>Null when the row names no object.</summary>
    public KnownObject? ObjectOf(string[] row)
    {
        if (TextOf(row, Tagname) is not { } name || !ObjectName.IsValid(name))
        {
            return null;
        }

        var listed = DumpAttributes.In(TextOf(row, AttributeList));
        var items = new Dictionary<string, KnownAttribute>(StringComparer.OrdinalIgnoreCase);
        foreach (var attribute in _attributes.Concat(listed.Keys.Where(IsAttribute)).Distinct(StringComparer.OrdinalIgnoreCase))
        {
            items[$"{name}.{attribute}"] = (listed.GetValueOrDefault(attribute) ?? new KnownAttribute("")) with
            {
                Reference = $"{name}.{attribute}",
                Unit = KnownText.Short(TextOf(row, $"{attribute}.{ObjectAttributes.Unit}")),
                Description = KnownText.Short(TextOf(row, $"{attribute}.{ObjectAttributes.Description}") ?? TextOf(row, $"{attribute}.Desc")),
            };
        }

        return new KnownObject(name) { Area = TextOf(row, "Area"), Description = KnownText.Short(TextOf(row, "ShortDesc")), Items = items };
    }

    private string? TextOf(string[] row, string column) =>
        _places.TryGetValue(column, out var place) && place < row.Length && row[place].Trim() is { Length: > 0 } text ? text : null;

    // Headings of the choices of an object wizard begin with a sign of their own.
    private static bool IsAttribute(string name) =>
        name.Length is > 0 and <= 329 && name.All(character => char.IsLetterOrDigit(character) || character is '_' or '.') && !name.Split('.').Any(part => part.Length == 0 || part[0] == '_');
}
