using System.Xml;
using Gateway.Values;

namespace Gateway.Web.Sessions.Catalogue.Dumps;

/// <summary>
/// The column <c>UDAs</c>: the attributes that were added to an object, such as
/// <c>&lt;UDAInfo&gt;&lt;Attribute Name="Start" DataType="MxBoolean" IsArray="false"/&gt;&lt;/UDAInfo&gt;</c>.
/// </summary>
internal static class DumpAttributes
{
    private const string TypePrefix = "Mx";
    private const int MostAttributes = 4_096;

    private static readonly Dictionary<string, KnownAttribute> None = [];

    private static readonly XmlReaderSettings Safe = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = 256 * 1024 };

    /// <summary>By their names. A list that cannot be read has none: the other columns of the object still count.</summary>
    public static Dictionary<string, KnownAttribute> In(string? list)
    {
        if (list is null)
        {
            return None;
        }

        var found = new Dictionary<string, KnownAttribute>(StringComparer.OrdinalIgnoreCase);
        try
        {
            using var text = new StringReader(list);
            using var xml = XmlReader.Create(text, Safe);
            while (found.Count < MostAttributes && xml.ReadToFollowing("Attribute"))
            {
                if (xml.GetAttribute("Name") is { Length: > 0 } name)
                {
                    found[name] = new KnownAttribute(name) { DataType = TypeOf(xml.GetAttribute("DataType")), IsArray = xml.GetAttribute("IsArray") is "true" or "True" or "1" };
                }
            }
        }
        catch (XmlException)
        {
            return None;
        }

        return found;
    }

    private static MxDataType? TypeOf(string? name) =>
        name?.StartsWith(TypePrefix, StringComparison.Ordinal) == true && Enum.TryParse<MxDataType>(name[TypePrefix.Length..], out var type) && Enum.IsDefined(type) ? type : null;
}
