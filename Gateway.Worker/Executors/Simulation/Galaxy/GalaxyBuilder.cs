using System.Text.Json;
using Gateway.Values;
using Gateway.Worker.Executors.Simulation.Alarms;
using Gateway.Worker.Executors.Simulation.Formulas;

namespace Gateway.Worker.Executors.Simulation.Galaxy;

/// <summary>Makes a galaxy from a parsed file and collects all faults of the file.</summary>
internal sealed class GalaxyBuilder
{
    /// <summary>MXAccess has nothing like it: there, objects must be known.</summary>
    private const string GalaxyObject = "_Galaxy";

    private static readonly string[] RootMembers = ["name", "description", "security", "users", "templates", "objects"];
    private static readonly string[] ObjectMembers = ["name", "area", "container", "host", .. TemplateExpander.BodyMembers];

    private readonly JsonElement _root;
    private readonly GalaxyFaultList _faults;
    private readonly GalaxyNames _names = new();
    private readonly TemplateExpander _expander;
    private readonly AttributeFactory _factory;
    private readonly List<(PlantAttribute Attribute, AttributeDraft Draft)> _made = [];
    private readonly List<PlantAttribute> _attributes = [];
    private readonly List<PlantAttribute> _ofAlarms = [];
    private readonly Dictionary<string, ObjectPlace> _places = new(StringComparer.OrdinalIgnoreCase);
    private readonly AlarmSystem _alarms = new();

    public GalaxyBuilder(JsonElement root, GalaxyFaultList faults)
    {
        _root = root;
        _faults = faults;
        _factory = new AttributeFactory(faults);
        _expander = new TemplateExpander(
            root.ValueKind == JsonValueKind.Object && root.TryGetProperty("templates", out var templates) ? templates : null, faults);
    }

    public GalaxyModel Build()
    {
        _faults.CheckMembers(_root, "$", RootMembers);
        ExpandObjects();
        foreach (var draft in _expander.Attributes)
        {
            Make(draft);
        }

        var formulas = MakeAlarms();
        foreach (var (attribute, draft) in _made)
        {
            Compile(attribute, draft);
        }

        foreach (var (attribute, source) in formulas)
        {
            attribute.Formula = Compile(source);
        }

        AddDiscovery();
        var users = GalaxyUserReader.Read(_root, _faults);

        // Formulas see the alarms of the previous scan, so a scan processes the attributes of alarms first.
        return new GalaxyModel([.. _ofAlarms, .. _attributes], _alarms, users, IsFreeAccess());
    }

    private void ExpandObjects()
    {
        if (_root.ValueKind != JsonValueKind.Object || !_root.TryGetProperty("objects", out var objects))
        {
            _faults.Add("$.objects", "is missing: a galaxy must have objects");
            return;
        }

        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (element, path) in _faults.Elements(objects, "$.objects"))
        {
            _faults.CheckMembers(element, path, ObjectMembers);
            var name = _faults.Text(element, path, "name");
            if (name is null || !GalaxySyntax.IsName(name))
            {
                _faults.Add($"{path}.name", "must be a name: parts of up to 32 letters, digits and _, separated by dots");
            }
            else if (!seen.Add(name) || name.Equals(LoadGenerator.ObjectName, StringComparison.OrdinalIgnoreCase) || AlarmFlood.Reserves(name)
                || name.Equals(GalaxyObject, StringComparison.OrdinalIgnoreCase))
            {
                _faults.Add($"{path}.name", $"'{name}' is already the name of an object");
            }
            else
            {
                ExpandObject(element, path, new ObjectScope(_names, name, "", null));
            }
        }
    }

    private void ExpandObject(JsonElement element, string path, ObjectScope scope)
    {
        var place = new ObjectPlace(
            scope.ObjectName, _faults.Text(element, path, "area") ?? "", _faults.Text(element, path, "container") ?? "");
        _places.Add(place.Name, place);
        AddFixed(scope, "Tagname", MxDataType.String, scope.ObjectName);
        AddFixed(scope, "ShortDesc", MxDataType.String, scope.Interpolate(_faults.Text(element, path, "description") ?? ""));
        AddFixed(scope, "Area", MxDataType.ReferenceType, place.Area);
        AddFixed(scope, "Container", MxDataType.ReferenceType, place.Container);
        AddFixed(scope, "Host", MxDataType.ReferenceType, _faults.Text(element, path, "host") ?? "");
        _expander.Expand(element, path, scope);
    }

    private void Make(AttributeDraft draft)
    {
        if (_names.Attributes.ContainsKey(draft.Name))
        {
            _faults.Add(draft.Path, $"'{draft.Name}' is an attribute that every object has; it cannot be declared");
            return;
        }

        if (_factory.Create(draft) is not { } attribute)
        {
            return;
        }

        Add(attribute);
        _made.Add((attribute, draft));
        AddSatellite(draft, "unit", "EngUnits");
        AddSatellite(draft, "description", "Description");
    }

    /// <summary>Makes the alarms, and returns the formulas in their settings.</summary>
    private List<(PlantAttribute Attribute, PropertySource Source)> MakeAlarms()
    {
        var factory = new AlarmFactory(_faults, _factory, AddOfAlarm);
        var groups = new AlarmGrouping(_places, _alarms, AddOfAlarm);
        foreach (var draft in _expander.Alarms)
        {
            if (factory.Create(draft) is { } alarm)
            {
                groups.Put(alarm, draft.Scope.ObjectName);
            }
        }

        return factory.Formulas;
    }

    private void Compile(PlantAttribute attribute, AttributeDraft draft)
    {
        attribute.Formula = Compile(draft, "formula");
        attribute.QualityFormula = Compile(draft, "quality");
        if (!draft.Properties.TryGetValue("onWrite", out var effects))
        {
            return;
        }

        foreach (var (name, value, path) in _faults.Members(effects.Value, effects.Path))
        {
            var target = effects.Scope.Attribute(name);
            if (target is null or { IsArray: true })
            {
                _faults.Add(path, $"'{name}' must be an attribute that exists and is not an array");
            }
            else if (Compile(new PropertySource(value, path, effects.Scope)) is { } formula)
            {
                attribute.WriteEffects.Add(new WriteEffect(target, formula));
            }
        }
    }

    private Formula? Compile(AttributeDraft draft, string property) =>
        draft.Properties.TryGetValue(property, out var source) ? Compile(source) : null;

    private Formula? Compile(PropertySource source)
    {
        if (source.Value.ValueKind == JsonValueKind.Number)
        {
            var number = source.Value.GetDouble();
            return _ => number;
        }

        if (_faults.Text(source.Value, source.Path) is not { } text)
        {
            return null;
        }

        try
        {
            return FormulaCompiler.Compile(text, source.Scope);
        }
        catch (FormulaException wrong)
        {
            _faults.Add(source.Path, $"{wrong.Message} (as used by '{source.Scope.ObjectName}')");
            return null;
        }
    }

    private void AddSatellite(AttributeDraft draft, string property, string suffix)
    {
        if (draft.Properties.TryGetValue(property, out var source) && _faults.Text(source.Value, source.Path) is { } text)
        {
            AddFixed($"{draft.Name}.{suffix}", MxDataType.String, source.Scope.Interpolate(text));
        }
    }

    private void AddFixed(ObjectScope scope, string name, MxDataType type, string text) => AddFixed(scope.NameOf(name), type, text);

    private void AddFixed(string name, MxDataType type, string text) =>
        Add(new PlantAttribute { Name = name, DataType = type, Value = MxValue.FromString(text) });

    private void Add(PlantAttribute attribute)
    {
        if (_names.Attributes.TryAdd(attribute.Name, attribute))
        {
            _attributes.Add(attribute);
        }
    }

    private void AddOfAlarm(PlantAttribute attribute)
    {
        if (_names.Attributes.TryAdd(attribute.Name, attribute))
        {
            _ofAlarms.Add(attribute);
            return;
        }

        var declared = _made.Find(made => made.Attribute.Name.Equals(attribute.Name, StringComparison.OrdinalIgnoreCase));
        _faults.Add(declared.Draft?.Path ?? "$.objects", $"'{attribute.Name}' is an attribute of an alarm and cannot be declared");
    }

    /// <summary>
    /// Gives every object the string array <c>_Attributes</c> with the names of its attributes, and the galaxy one with the names of its objects.
    /// </summary>
    private void AddDiscovery()
    {
        foreach (var name in _places.Keys)
        {
            var prefix = name + ".";
            var names = _attributes.Concat(_ofAlarms)
                .Where(attribute => attribute.Name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
                .Select(attribute => attribute.Name[prefix.Length..])
                .ToArray();
            Add(BuiltInAttributes.List(prefix + "_Attributes", MxDataType.String, names));
        }

        Add(BuiltInAttributes.List($"{GalaxyObject}._Objects", MxDataType.String, _places.Keys.ToArray()));
    }

    private bool IsFreeAccess()
    {
        var security = _faults.Text(_root, "$", "security") ?? "users";
        if (security is not ("users" or "free"))
        {
            _faults.Add("$.security", $"must be 'users' or 'free', not '{security}'");
        }

        return security == "free";
    }
}
