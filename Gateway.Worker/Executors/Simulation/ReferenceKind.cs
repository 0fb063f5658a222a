namespace Gateway.Worker.Executors.Simulation;

/// <summary>The part of an attribute that a reference names.</summary>
internal enum ReferenceKind
{
    /// <summary>The reference does not name anything that exists.</summary>
    Failed,
    Value,
    WholeArray,
    Element,

    /// <summary>One bit of an integer, <c>.00</c> to <c>.31</c>.</summary>
    Bit,
    Quality,
    Time,
    Type,
    Name,
    Dimension,
    SecurityClassification,
}
