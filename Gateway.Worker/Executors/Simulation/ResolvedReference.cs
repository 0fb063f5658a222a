using Gateway.Values;

namespace Gateway.Worker.Executors.Simulation;

/// <summary>A reference after look-up: what to read, or the status that says why it leads nowhere.</summary>
internal sealed record ResolvedReference
{
    public required ReferenceKind Kind { get; init; }

    /// <summary>Null only for <see cref="ReferenceKind.Failed"/>.</summary>
    public PlantAttribute? Attribute { get; init; }

    /// <summary>0-based element, or the number of the bit.</summary>
    public int Index { get; init; }

    /// <summary>For <see cref="ReferenceKind.Failed"/>.</summary>
    public MxStatus? Failure { get; init; }

    public bool IsWritable => Kind is ReferenceKind.Value or ReferenceKind.WholeArray or ReferenceKind.Element;

    public static ResolvedReference Fail(MxStatus status) => new() { Kind = ReferenceKind.Failed, Failure = status };

    /// <summary>The present value; false when an element lies beyond the array's present end.</summary>
    public bool TryRead(out MxValue value)
    {
        var attribute = Attribute!;
        switch (Kind)
        {
            case ReferenceKind.Value or ReferenceKind.WholeArray:
                value = attribute.Value;
                return true;
            case ReferenceKind.Element:
                var elements = attribute.Value.AsArray();
                value = Index < elements.Length ? VariantArrays.ElementAt(attribute.Value.ElementType, elements, Index) : MxValue.Empty;
                return Index < elements.Length;
            default:
                value = ReadProperty(attribute);
                return true;
        }
    }

    /// <summary>Properties are always good; values have their attribute's quality.</summary>
    public int Quality => IsWritable || Kind == ReferenceKind.Bit ? Attribute!.Quality : Qualities.Good;

    private MxValue ReadProperty(PlantAttribute attribute) => Kind switch
    {
        ReferenceKind.Bit => MxValue.FromBoolean(((attribute.Value.AsInt64() >> Index) & 1) != 0),
        ReferenceKind.Quality => MxValue.FromInt32(attribute.Quality),
        ReferenceKind.Time => MxValue.FromDate(attribute.Time),
        ReferenceKind.Type => MxValue.FromInt32((int)attribute.DataType),
        ReferenceKind.Dimension => MxValue.FromInt32(attribute.IsArray ? attribute.Value.AsArray().Length : 0),
        ReferenceKind.SecurityClassification => MxValue.FromInt32((int)attribute.Access),
        _ => MxValue.FromString(attribute.Name),
    };
}
