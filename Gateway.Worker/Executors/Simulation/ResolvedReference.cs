using Gateway.Values;

namespace Gateway.Worker.Executors.Simulation;

/// <summary>A resolved reference: what to read, or the status that says why the reference cannot be resolved.</summary>
internal sealed record ResolvedReference
{
    public required ReferenceKind Kind { get; init; }

    /// <summary>Null only if the kind is <see cref="ReferenceKind.Failed"/>.</summary>
    public PlantAttribute? Attribute { get; init; }

    /// <summary>Index of the element, from 0, or number of the bit.</summary>
    public int Index { get; init; }

    /// <summary>Set only if the kind is <see cref="ReferenceKind.Failed"/>.</summary>
    public MxStatus? Failure { get; init; }

    public bool IsWritable => Kind is ReferenceKind.Value or ReferenceKind.WholeArray or ReferenceKind.Element;

    public static ResolvedReference Fail(MxStatus status) => new() { Kind = ReferenceKind.Failed, Failure = status };

    /// <summary>Reads the current value; false when the element is beyond the current end of the array.</summary>
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

    /// <summary>The quality of a value is that of its attribute; the quality of a property is always good.</summary>
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
