using Gateway.Values;

namespace Gateway.Worker.Executors.Simulation;

/// <summary>Makes the attributes that galaxy files do not declare.</summary>
internal static class BuiltInAttributes
{
    /// <summary>
    /// Makes an attribute whose value is a number, a boolean (0 or 1), a time (seconds since 1970) or an elapsed time (seconds).
    /// </summary>
    public static PlantAttribute Number(
        string name, MxDataType type, double number = 0, AttributeAccess access = AttributeAccess.ViewOnly, Func<MxValue, bool>? accepts = null)
    {
        var attribute = new PlantAttribute { Name = name, DataType = type, Access = access, Accepts = accepts };
        attribute.Store(ValueConversion.FromNumber(attribute, number));
        return attribute;
    }

    public static PlantAttribute Text(
        string name, string text = "", AttributeAccess access = AttributeAccess.ViewOnly, Func<MxValue, bool>? accepts = null) => new()
        {
            Name = name,
            DataType = MxDataType.String,
            Access = access,
            Accepts = accepts,
            Value = MxValue.FromString(text),
        };

    public static PlantAttribute Enum(
        string name, IReadOnlyList<string> texts, int number = 0, AttributeAccess access = AttributeAccess.ViewOnly)
    {
        var attribute = new PlantAttribute { Name = name, DataType = MxDataType.QualifiedEnum, Texts = texts, Access = access };
        attribute.Store(MxValue.FromString(texts[number]));
        return attribute;
    }

    public static PlantAttribute Reference(string name, string target) =>
        new() { Name = name, DataType = MxDataType.ReferenceType, Value = MxValue.FromString(target) };

    /// <param name="name">The full reference.</param>
    /// <param name="type">The type of the elements.</param>
    /// <param name="elements">A CLR array with the element type of the VARIANT.</param>
    public static PlantAttribute List(string name, MxDataType type, Array elements)
    {
        var attribute = new PlantAttribute { Name = name, DataType = type, IsArray = true };
        attribute.Store(MxValue.FromArray(ValueConversion.VariantOf(type), elements));
        return attribute;
    }
}
