using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace Gateway.Web.Sessions.Catalogue.Dumps;

/// <summary>
/// Reads a galaxy dump: sections that begin with <c>:TEMPLATE=$…</c>, each with a row of column names that begins with <c>:Tagname</c> and then
/// a row for each object. Lines that begin with a semicolon are comments.
/// </summary>
internal sealed class GalaxyDumpReader(int maxItems)
{
    /// <summary>The longest fields are lists of attributes in XML.</summary>
    private const int MaxField = 256 * 1024;

    private const string Template = ":TEMPLATE=";

    private readonly Dictionary<string, KnownObject> _objects = new(StringComparer.OrdinalIgnoreCase);
    private DumpColumns? _columns;
    private int _count;

    /// <summary>The objects; those beyond the number of items are left out, up to one, so that it can be seen.</summary>
    /// <exception cref="GalaxyDumpException">The text is none that can be used.</exception>
    public static List<KnownObject> Read(TextReader text, int maxItems)
    {
        var configuration = new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            AllowComments = true,
            Comment = ';',
            MaxFieldSize = MaxField,
            BadDataFound = null,
            DetectDelimiter = false,
        };
        using var rows = new CsvParser(text, configuration);
        return new GalaxyDumpReader(maxItems).Read(rows);
    }

    private List<KnownObject> Read(CsvParser rows)
    {
        try
        {
            while (_count <= maxItems && rows.Read())
            {
                Take(rows.Record ?? [], rows.RawRow);
            }
        }
        catch (DecoderFallbackException error)
        {
            throw new GalaxyDumpException("it is neither UTF-16 nor UTF-8; save it as one of them.", error);
        }
        catch (CsvHelperException error)
        {
            throw new GalaxyDumpException(At(rows.RawRow, $"has a field that is longer than {MaxField} characters, or cannot be read."), error);
        }

        return _objects.Count > 0 ? [.. _objects.Values] : throw new GalaxyDumpException("it has no objects: a section begins with :TEMPLATE=, and its columns with :Tagname.");
    }

    private void Take(string[] row, int line)
    {
        var first = row.Length == 0 ? "" : row[0].Trim();
        if (first.StartsWith(Template, StringComparison.OrdinalIgnoreCase))
        {
            _columns = null;
        }
        else if (first.StartsWith(':'))
        {
            _columns = DumpColumns.Of(row) ?? throw new GalaxyDumpException(At(line, $"is a row of columns, and must have Tagname and at most {DumpColumns.MaxColumns} columns."));
        }
        else if (first.Length > 0 || row.Length > 1)
        {
            Add((_columns ?? throw new GalaxyDumpException(At(line, "is not in a section, or comes before the row of columns."))).ObjectOf(row)
                ?? throw new GalaxyDumpException(At(line, "has no name of an object.")));
        }
    }

    private void Add(KnownObject one)
    {
        _objects[one.Name] = one;
        _count += 1 + one.Items.Count;
    }

    private static string At(int line, string what) => string.Create(CultureInfo.InvariantCulture, $"line {line} {what}");
}
