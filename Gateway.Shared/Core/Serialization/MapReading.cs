using Gateway.Wire;

namespace Gateway.Serialization;

/// <summary>How a value is read.</summary>
/// <param name="Depth">Levels of nesting that are still allowed.</param>
/// <param name="RefusesUnknown">Whether a member that its type does not have is refused, or skipped.</param>
internal readonly record struct MapReading(int Depth, bool RefusesUnknown)
{
    public static MapReading Of(bool refusesUnknown) => new(WireReader.MaxDepth, refusesUnknown);

    /// <summary>For what the value contains.</summary>
    /// <exception cref="MalformedDataException">It is nested too deep.</exception>
    public MapReading Inside() =>
        Depth > 1 ? this with { Depth = Depth - 1 } : throw new MalformedDataException($"Values are nested deeper than {WireReader.MaxDepth}.");

    /// <exception cref="MalformedDataException">Unknown members are refused.</exception>
    public void SkipUnknown(ref WireReader reader, string member, Type type, IEnumerable<string> known)
    {
        if (RefusesUnknown)
        {
            throw new MalformedDataException($"{type.Name} has no member {MemberName.Printable(member)}; it has {string.Join(", ", known)}.");
        }

        reader.Skip();
    }
}
