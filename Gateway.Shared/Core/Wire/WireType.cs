namespace Gateway.Wire;

/// <summary>The families of MessagePack values.</summary>
public enum WireType
{
    Invalid,
    Nil,
    Boolean,
    Integer,
    Float,
    String,
    Binary,
    Array,
    Map,
    Extension,
}
