using System.Globalization;
using Gateway.Values;

namespace Gateway.Worker.Executors.Simulation;

/// <summary>
/// Resolves the vendor's reference syntax on the simulated galaxy. Case does not matter; a reference without an attribute means
/// <c>.PV</c>; <c>[]</c> is the whole array and <c>[n]</c> an element, from 1. Properties, bits, and relative references with a
/// context object are supported.
/// </summary>
internal sealed class ReferenceResolver(Plant plant)
{
    private const int WholeArrayIndex = -1;

    /// <summary>Relative words, each with the attribute of the context object that names the object it stands for.</summary>
    private static readonly Dictionary<string, string> RelativeWords = new(StringComparer.OrdinalIgnoreCase)
    {
        ["MyContainer"] = "Container",
        ["MyArea"] = "Area",
        ["MyHost"] = "Host",
        ["MyPlatform"] = "Host",
        ["MyEngine"] = "Host",
    };

    private static readonly Dictionary<string, ReferenceKind> Properties = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Value"] = ReferenceKind.Value,
        ["Quality"] = ReferenceKind.Quality,
        ["Time"] = ReferenceKind.Time,
        ["Type"] = ReferenceKind.Type,
        ["Name"] = ReferenceKind.Name,
        ["Dimension1"] = ReferenceKind.Dimension,
        ["SecurityClassification"] = ReferenceKind.SecurityClassification,
    };

    /// <summary>
    /// Resolves a reference. It never throws: an unresolvable reference has the kind <see cref="ReferenceKind.Failed"/>.
    /// </summary>
    public ResolvedReference Resolve(string definition, string? context = null)
    {
        var text = definition.Trim();
        if (string.IsNullOrWhiteSpace(context))
        {
            return ResolveAbsolute(text);
        }

        if (ReplaceRelativeWord(text, context.Trim()) is { } replaced)
        {
            return ResolveAbsolute(replaced);
        }

        var relative = ResolveAbsolute($"{context.Trim()}.{text.TrimStart('.')}");
        return relative.Failure == Statuses.InvalidReference ? ResolveAbsolute(text) : relative;
    }

    private string? ReplaceRelativeWord(string text, string context)
    {
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        var word = dot < 0 ? text : text[..dot];
        var rest = dot < 0 ? "" : text[dot..];
        if (word.Equals("Me", StringComparison.OrdinalIgnoreCase))
        {
            return context + rest;
        }

        return RelativeWords.TryGetValue(word, out var attribute)
            && plant.Find($"{context}.{attribute}") is { DataType: MxDataType.ReferenceType } target
            ? target.Value.AsString() + rest
            : null;
    }

    private ResolvedReference ResolveAbsolute(string text)
    {
        var (path, property) = SplitProperty(text);
        var index = 0;
        var hasBrackets = path.EndsWith(']') && path.Contains('[', StringComparison.Ordinal);
        if (hasBrackets)
        {
            var open = path.LastIndexOf('[');
            if (!TryReadIndex(path[(open + 1)..^1], out index))
            {
                return ResolvedReference.Fail(Statuses.InvalidReference);
            }

            path = path[..open];
        }

        var attribute = plant.Find(path) ?? plant.Find(path + ".PV");
        if (attribute is null)
        {
            return ResolvedReference.Fail(Statuses.InvalidReference);
        }

        return property is null || property.Equals("Value", StringComparison.OrdinalIgnoreCase)
            ? ResolveValue(attribute, hasBrackets, index)
            : ResolveProperty(attribute, property);
    }

    /// <summary>Splits off a property, unless the whole text is the name of an attribute.</summary>
    private (string Path, string? Property) SplitProperty(string text)
    {
        if (plant.Find(text) is not null)
        {
            return (text, null);
        }

        const string longForm = ".PROPERTY(";
        var open = text.LastIndexOf(longForm, StringComparison.OrdinalIgnoreCase);
        if (open > 0 && text.EndsWith(')'))
        {
            return (text[..open], text[(open + longForm.Length)..^1]);
        }

        var dot = text.LastIndexOf('.');
        var last = text[(dot + 1)..];
        return dot > 0 && (Properties.ContainsKey(last) || IsBit(last)) ? (text[..dot], last) : (text, null);
    }

    private static ResolvedReference ResolveValue(PlantAttribute attribute, bool hasBrackets, int index)
    {
        if (!attribute.IsArray)
        {
            return hasBrackets
                ? ResolvedReference.Fail(Statuses.InvalidReference)
                : new ResolvedReference { Kind = ReferenceKind.Value, Attribute = attribute };
        }

        // The attribute that lists an object's attributes may be read with and without brackets.
        if (!hasBrackets && !attribute.Name.EndsWith("._Attributes", StringComparison.Ordinal))
        {
            return ResolvedReference.Fail(Statuses.ArrayWithoutBrackets);
        }

        return !hasBrackets || index == WholeArrayIndex
            ? new ResolvedReference { Kind = ReferenceKind.WholeArray, Attribute = attribute }
            : new ResolvedReference { Kind = ReferenceKind.Element, Attribute = attribute, Index = index - 1 };
    }

    private static ResolvedReference ResolveProperty(PlantAttribute attribute, string property)
    {
        if (IsBit(property))
        {
            var bit = int.Parse(property, CultureInfo.InvariantCulture);
            return attribute is { DataType: MxDataType.Integer, IsArray: false }
                ? new ResolvedReference { Kind = ReferenceKind.Bit, Attribute = attribute, Index = bit }
                : ResolvedReference.Fail(Statuses.InvalidReference);
        }

        return Properties.TryGetValue(property, out var kind)
            ? kind == ReferenceKind.Value
                ? ResolveValue(attribute, hasBrackets: false, 0)
                : new ResolvedReference { Kind = kind, Attribute = attribute }
            : ResolvedReference.Fail(Statuses.InvalidReference);
    }

    /// <summary>An empty index and -1 mean the whole array; elements count from 1; 0 is not a valid index.</summary>
    private static bool TryReadIndex(string text, out int index)
    {
        const int largest = 32767;
        if (text.Length == 0)
        {
            index = WholeArrayIndex;
            return true;
        }

        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out index)
            && index is WholeArrayIndex or (>= 1 and <= largest);
    }

    private static bool IsBit(string text) =>
        text.Length == 2 && char.IsAsciiDigit(text[0]) && char.IsAsciiDigit(text[1]) && string.CompareOrdinal(text, "32") < 0;
}
