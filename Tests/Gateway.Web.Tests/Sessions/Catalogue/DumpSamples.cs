namespace Gateway.Web.Tests.Sessions.Catalogue;

/// <summary>Galaxy dumps of our own, in the form that is documented of the vendor's.</summary>
internal static class DumpSamples
{
    /// <summary>Two templates; an area with an area in it; a text with a comma, quotation marks and a line end; a wizard's column; a row that is cut.</summary>
    public const string Plant = """
        ; Created on: 3/14/2025 9:26:53 AM from Galaxy: WaterPlant
        ; Object count: 5

        :TEMPLATE=$Area
        :Tagname,Area,SecurityGroup,Container,ContainedName,ShortDesc
        North,,Default,,,"North, with the ""old"" hall"
        Pumps,North,Default,,,

        :TEMPLATE=$Mixer
        :Tagname,Area,SecurityGroup,Container,ContainedName,ShortDesc,UDAs,Extensions,Speed,Speed.EngUnits,Speed.Description,Speed.Hi.Limit,¥Drive,Cmd
        Mixer_001,North,Default,,,"Mixer
        of the hall","<UDAInfo><Attribute Name=""Speed"" DataType=""MxFloat"" IsArray=""false""/><Attribute Name=""Cmd"" DataType=""MxBoolean""/><Attribute Name=""Steps"" DataType=""MxInteger"" IsArray=""true"" InheritedFromTagName=""$Mixer""/></UDAInfo>",,12.5,1/min,Stirrer,40,true,false
        Mixer_002,Pumps,Default,,,Second mixer,,,0,rpm,,

        :TEMPLATE=$Plain
        :Tagname,Area
        Bare_001,
        """;
}
