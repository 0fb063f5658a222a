using Gateway.Values;
using Gateway.Worker.Executors.Simulation;

namespace Gateway.Worker.Tests.Executors.Simulation;

public sealed class ReferenceResolverTests
{
    private readonly GalaxyRig _rig = new();

    [Theory]
    [InlineData("Tank101.Level.PV", null, "Tank101.Level.PV")]
    [InlineData("tank101.level.pv", null, "Tank101.Level.PV")]
    [InlineData("FIC101", null, "FIC101.PV")]
    [InlineData("Tank101.Level", null, "Tank101.Level.PV")]
    [InlineData("Level.PV", "Tank102", "Tank102.Level.PV")]
    [InlineData("Me.Level.PV", "Tank102", "Tank102.Level.PV")]
    [InlineData("MyContainer.Level.PV", "Pump101", "Tank101.Level.PV")]
    [InlineData("MyArea.Demand", "Tank102", "Plant.Demand")]
    [InlineData("MyEngine.ScanState", "Tank102", "Engine01.ScanState")]
    [InlineData("Tank101.Level.PV", "Tank102", "Tank101.Level.PV")]
    [InlineData("Tank101.Level.PV.Value", null, "Tank101.Level.PV")]
    public void A_reference_leads_to_the_value_of_an_attribute(string definition, string? context, string attribute)
    {
        var reference = _rig.Galaxy.Resolver.Resolve(definition, context);
        Assert.Equal(ReferenceKind.Value, reference.Kind);
        Assert.Equal(attribute, reference.Attribute!.Name);
    }

    [Theory]
    [InlineData("Tank101.Level.PV.Quality", VariantType.Int32, "192")]
    [InlineData("Tank101.Level.PV.PROPERTY(type)", VariantType.Int32, "3")]
    [InlineData("Tank101.Level.PV.Name", VariantType.String, "Tank101.Level.PV")]
    [InlineData("Plant.Crew.Dimension1", VariantType.Int32, "4")]
    [InlineData("Plant.EmergencyStop.SecurityClassification", VariantType.Int32, "3")]
    [InlineData("Pump101.Starts.01", VariantType.Boolean, "True")]
    [InlineData("Pump101.Starts.00", VariantType.Boolean, "False")]
    [InlineData("Plant.Crew[2]", VariantType.String, "Okafor")]
    public void Properties_bits_and_elements_are_read(string definition, VariantType type, string text)
    {
        _rig.Write("Pump101.Cmd", MxValue.FromBoolean(true));
        Assert.True(_rig.Galaxy.Resolver.Resolve(definition).TryRead(out var value));
        Assert.Equal(type, value.Type);
        Assert.Equal(definition.StartsWith("Pump101.Starts", StringComparison.Ordinal) ? Bit(definition) : text, value.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("[]")]
    [InlineData("Nobody.PV")]
    [InlineData("Tank101")]
    [InlineData("Tank101.Level.PV[]")]
    [InlineData("Tank101.Level.PV[1]")]
    [InlineData("Plant.Crew[0]")]
    [InlineData("Plant.Crew[-2]")]
    [InlineData("Plant.Crew[32768]")]
    [InlineData("Plant.Crew[one]")]
    [InlineData("Tank101.Level.PV.31")]
    [InlineData("Tank101.Level.PV.PROPERTY(nothing)")]
    public void What_leads_nowhere_is_an_invalid_reference(string definition) =>
        Assert.Equal(6, _rig.Galaxy.Resolver.Resolve(definition).Failure!.Detail);

    [Theory]
    [InlineData("Tank101._Attributes")]
    [InlineData("Tank101._Attributes[]")]
    public void Attributes_of_an_object_can_be_discovered(string definition)
    {
        Assert.True(_rig.Galaxy.Resolver.Resolve(definition).TryRead(out var value));
        var names = Assert.IsType<string[]>(value.AsArray());
        Assert.Contains("Level.SP", names);
        Assert.All(
            names.Where(name => _rig[$"Tank101.{name}"].IsArray == false),
            name => Assert.Equal(ReferenceKind.Value, _rig.Galaxy.Resolver.Resolve($"Tank101.{name}").Kind));
    }

    [Fact]
    public void The_objects_of_the_galaxy_can_be_discovered()
    {
        Assert.True(_rig.Galaxy.Resolver.Resolve("_Galaxy._Objects[]").TryRead(out var value));
        var names = Assert.IsType<string[]>(value.AsArray());
        Assert.Contains("Tank101", names);
        Assert.All(names, name => Assert.True(_rig.Galaxy.Resolver.Resolve($"{name}._Attributes[]").TryRead(out _), name));
    }

    private string Bit(string definition)
    {
        var bit = int.Parse(definition[^2..], System.Globalization.CultureInfo.InvariantCulture);
        return (((int)_rig["Pump101.Starts"].Number >> bit) & 1) == 1 ? "True" : "False";
    }
}
