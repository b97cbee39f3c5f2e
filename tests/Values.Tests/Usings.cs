// xunit has a Record of its own.
global using Record = EGovPlatform.Common.V1.Record;
