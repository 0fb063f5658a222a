using System.Text.Json;
using Gateway.Values;
using Gateway.Worker.Executors.Simulation.Formulas;
using Gateway.Worker.Executors.Simulation.Host;

namespace Gateway.Worker.Executors.Simulation.Galaxy;

/// <summary>
/// Makes an attribute from its draft. Formulas are compiled later, because they may name attributes that follow in the file.
/// </summary>
internal sealed class AttributeFactory(GalaxyFaultList faults)
{
    private const int MaxArray = 32767;

    private static readonly string[] Known =
    [
        "type", "value", "size", "formula", "quality", "access", "min", "max", "decimals", "texts", "unit", "description",
        "host", "onWrite",
    ];

    private static readonly Dictionary<string, MxDataType> Types = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Boolean"] = MxDataType.Boolean,
        ["Integer"] = MxDataType.Integer,
        ["Float"] = MxDataType.Float,
        ["Double"] = MxDataType.Double,
        ["String"] = MxDataType.String,
        ["Time"] = MxDataType.Time,
        ["ElapsedTime"] = MxDataType.ElapsedTime,
        ["Enum"] = MxDataType.QualifiedEnum,
        ["Reference"] = MxDataType.ReferenceType,
    };

    /// <summary>Makes the attribute. When it cannot be made, the result is null and the faults say why.</summary>
    public PlantAttribute? Create(AttributeDraft draft)
    {
        faults.CheckProperties(draft, "an attribute", Known);
        if (ReadType(draft) is not { } type)
        {
            return null;
        }

        var attribute = new PlantAttribute
        {
            Name = draft.Name,
            DataType = type,
            IsArray = IsArray(draft),
            Access = ReadAccess(draft),
            Min = ReadNumber(draft, "min"),
            Max = ReadNumber(draft, "max"),
            Decimals = ReadNumber(draft, "decimals") is { } decimals ? (int)Math.Clamp(decimals, 0, 15) : null,
            Texts = ReadTexts(draft),
            Host = ReadHost(draft),
        };
        if (type == MxDataType.QualifiedEnum && attribute.Texts.Count == 0)
        {
            faults.Add(draft.Path, "an Enum requires 'texts'");
            return null;
        }

        SetInitialValue(attribute, draft);
        return attribute;
    }

    private MxDataType? ReadType(AttributeDraft draft)
    {
        if (!draft.Properties.TryGetValue("type", out var source))
        {
            faults.Add(draft.Path, $"'type' is missing; it must be one of {string.Join(", ", Types.Keys)}");
            return null;
        }

        var text = faults.Text(source.Value, source.Path);
        if (text is not null && Types.TryGetValue(text, out var type))
        {
            return type;
        }

        faults.Add(source.Path, $"'{text}' is not a type; it must be one of {string.Join(", ", Types.Keys)}");
        return null;
    }

    private static bool IsArray(AttributeDraft draft) => draft.Properties.ContainsKey("size")
        || (draft.Properties.TryGetValue("value", out var value) && value.Value.ValueKind == JsonValueKind.Array);

    /// <summary>Unless the file says otherwise, computed attributes are read-only and all others have access Operate.</summary>
    private AttributeAccess ReadAccess(AttributeDraft draft)
    {
        if (!draft.Properties.TryGetValue("access", out var source))
        {
            return draft.Properties.ContainsKey("formula") || draft.Properties.ContainsKey("host")
                ? AttributeAccess.ViewOnly
                : AttributeAccess.Operate;
        }

        return ReadEnum<AttributeAccess>(source) ?? AttributeAccess.ViewOnly;
    }

    private HostFigure? ReadHost(AttributeDraft draft) =>
        draft.Properties.TryGetValue("host", out var source) ? ReadEnum<HostFigure>(source) : null;

    /// <summary>
    /// Reads a property that is one of the names of the enum. For anything else the result is null and there is a fault.
    /// </summary>
    public T? ReadEnum<T>(PropertySource source)
        where T : struct, Enum
    {
        var text = faults.Text(source.Value, source.Path);
        if (text is null)
        {
            return null;
        }

        if (Enum.GetNames<T>().Contains(text, StringComparer.OrdinalIgnoreCase))
        {
            return Enum.Parse<T>(text, ignoreCase: true);
        }

        faults.Add(source.Path, $"'{text}' is not one of {string.Join(", ", Enum.GetNames<T>())}");
        return null;
    }

    private string[] ReadTexts(AttributeDraft draft) => draft.Properties.TryGetValue("texts", out var source)
        ? [.. faults.Elements(source.Value, source.Path).Select(text => draft.Scope.Interpolate(faults.Text(text.Value, text.Path) ?? ""))]
        : [];

    /// <summary>Reads a property that is a number; null when the draft does not have it.</summary>
    public double? ReadNumber(AttributeDraft draft, string property) =>
        draft.Properties.TryGetValue(property, out var source) ? ReadNumber(source.Value, source.Path, source.Scope) : null;

    /// <summary>Reads a number, or a formula of constants and parameters that is evaluated once.</summary>
    private double? ReadNumber(JsonElement value, string path, ObjectScope scope)
    {
        if (value.ValueKind == JsonValueKind.Number)
        {
            return value.GetDouble();
        }

        if (value.ValueKind != JsonValueKind.String)
        {
            faults.Add(path, "must be a number, or a formula of constants and parameters");
            return null;
        }

        try
        {
            var number = FormulaCompiler.Compile(value.GetString()!, scope)(new FormulaContext(new SeededRandom(0)));
            if (double.IsFinite(number))
            {
                return number;
            }

            faults.Add(path, "does not result in a finite number");
        }
        catch (FormulaException wrong)
        {
            faults.Add(path, wrong.Message);
        }

        return null;
    }

    private void SetInitialValue(PlantAttribute attribute, AttributeDraft draft)
    {
        draft.Properties.TryGetValue("value", out var source);
        if (!attribute.IsArray)
        {
            attribute.Value = source is null
                ? DefaultOf(attribute)
                : ReadValue(attribute, source.Value, source.Path, source.Scope);
            attribute.Number = ValueConversion.ToNumber(attribute, attribute.Value);
            attribute.NumberAtTurn = attribute.Number;
            return;
        }

        var type = ValueConversion.VariantOf(attribute.DataType);
        var values = ReadElements(attribute, draft, source);
        var elements = Array.CreateInstance(VariantTypeRules.ClrTypeOf(type), values.Length);
        for (var i = 0; i < values.Length; i++)
        {
            elements.SetValue(values[i].ToObject(), i);
        }

        attribute.Value = MxValue.FromArray(type, elements);
        attribute.Numbers = ValueConversion.ToNumbers(attribute, attribute.Value);
    }

    private MxValue[] ReadElements(PlantAttribute attribute, AttributeDraft draft, PropertySource? source)
    {
        if (source is { Value.ValueKind: JsonValueKind.Array })
        {
            return
            [
                .. faults.Elements(source.Value, source.Path)
                    .Select(element => ReadValue(attribute, element.Value, element.Path, source.Scope)),
            ];
        }

        var size = (int)Math.Clamp(ReadNumber(draft, "size") ?? 0, 0, MaxArray);
        var element = source is null
            ? DefaultOf(attribute)
            : ReadValue(attribute, source.Value, source.Path, source.Scope);
        return [.. Enumerable.Repeat(element, size)];
    }

    private MxValue ReadValue(PlantAttribute attribute, JsonElement value, string path, ObjectScope scope)
    {
        if (IsTextual(attribute) && value.ValueKind == JsonValueKind.String)
        {
            var text = MxValue.FromString(scope.Interpolate(value.GetString()!));
            if (ValueConversion.TryCoerce(attribute, text, out var coerced))
            {
                return coerced;
            }

            faults.Add(path, $"'{text}' is not a value of type {attribute.DataType}");
        }
        else if (value.ValueKind is JsonValueKind.True or JsonValueKind.False && attribute.DataType == MxDataType.Boolean)
        {
            return MxValue.FromBoolean(value.GetBoolean());
        }
        else if (ReadNumber(value, path, scope) is { } number)
        {
            if (ValueConversion.Fits(attribute, number))
            {
                return ValueConversion.FromNumber(attribute, number);
            }

            faults.Add(path, $"does not fit type {attribute.DataType}");
        }

        return ValueConversion.FromNumber(attribute, 0);
    }

    /// <summary>
    /// The value when the file gives none: the empty text for a string without texts, and otherwise the value for the number 0.
    /// </summary>
    private static MxValue DefaultOf(PlantAttribute attribute) =>
        attribute is { DataType: MxDataType.String or MxDataType.ReferenceType, Texts.Count: 0 }
            ? MxValue.FromString("")
            : ValueConversion.FromNumber(attribute, 0);

    private static bool IsTextual(PlantAttribute attribute) => attribute.DataType is
        MxDataType.String or MxDataType.ReferenceType or MxDataType.QualifiedEnum or MxDataType.Time;
}
