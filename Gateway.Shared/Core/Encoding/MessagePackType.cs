namespace Gateway.Encoding;

/// <summary>The families of MessagePack values.</summary>
public enum MessagePackType
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
