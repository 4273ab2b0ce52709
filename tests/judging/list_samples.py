"""Small lists of made-up parties in the shapes of the real ones."""

UN_XML = """<?xml version="1.0" encoding="UTF-8"?>
<CONSOLIDATED_LIST dateGenerated="2025-03-04T00:00:09.554Z">
  <INDIVIDUALS>
    <INDIVIDUAL>
      <FIRST_NAME>KHALID</FIRST_NAME><SECOND_NAME>OMAR</SECOND_NAME><THIRD_NAME>BARAKZAI</THIRD_NAME>
      <UN_LIST_TYPE>Testland</UN_LIST_TYPE><REFERENCE_NUMBER>TEi.001</REFERENCE_NUMBER><LISTED_ON>2012-12-31</LISTED_ON>
      <GENDER>Male</GENDER><NAME_ORIGINAL_SCRIPT>خالد عمر برکزی</NAME_ORIGINAL_SCRIPT>
      <DESIGNATION><VALUE>Governor of Helmand Province</VALUE></DESIGNATION>
      <NATIONALITY><VALUE>Afghanistan</VALUE></NATIONALITY>
      <INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>Khaled Barekzay</ALIAS_NAME></INDIVIDUAL_ALIAS>
      <INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>Tariq</ALIAS_NAME></INDIVIDUAL_ALIAS>
      <INDIVIDUAL_ADDRESS><COUNTRY>Pakistan</COUNTRY></INDIVIDUAL_ADDRESS>
      <INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>APPROXIMATELY</TYPE_OF_DATE><YEAR>1971</YEAR></INDIVIDUAL_DATE_OF_BIRTH>
      <INDIVIDUAL_DOCUMENT><TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT><NUMBER>OA 454-922</NUMBER></INDIVIDUAL_DOCUMENT>
    </INDIVIDUAL>
    <INDIVIDUAL>
      <FIRST_NAME>CHOE SONG MIN</FIRST_NAME><REFERENCE_NUMBER>TEi.002</REFERENCE_NUMBER>
      <NATIONALITY><VALUE>Democratic People's Republic of Korea</VALUE></NATIONALITY>
      <INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>BETWEEN</TYPE_OF_DATE><FROM_YEAR>1958</FROM_YEAR><TO_YEAR>1963</TO_YEAR>
      </INDIVIDUAL_DATE_OF_BIRTH>
    </INDIVIDUAL>
  </INDIVIDUALS>
  <ENTITIES>
    <ENTITY>
      <FIRST_NAME>KOREA BLUE HERON GENERAL CORPORATION (KBHG)</FIRST_NAME><REFERENCE_NUMBER>TEe.001</REFERENCE_NUMBER>
      <ENTITY_ALIAS><QUALITY>a.k.a.</QUALITY><ALIAS_NAME>"HERONKO"</ALIAS_NAME></ENTITY_ALIAS>
      <ENTITY_ADDRESS><CITY>Pyongyang</CITY><COUNTRY>Democratic People's Republic of Korea</COUNTRY></ENTITY_ADDRESS>
    </ENTITY>
    <ENTITY>
      <FIRST_NAME>OVERSEAS TRADE BANK</FIRST_NAME><REFERENCE_NUMBER>TEe.002</REFERENCE_NUMBER>
      <ENTITY_ADDRESS><COUNTRY>Democratic People's Republic of Korea</COUNTRY></ENTITY_ADDRESS>
    </ENTITY>
  </ENTITIES>
</CONSOLIDATED_LIST>
"""

OFAC_SDN = (
    '101,"BARAKZAI, Khalid Omar","individual","SDGT] [IFSR","Governor",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,'
    '"DOB 26 Aug 1971; alt. DOB 1972; POB Kandahar, Afghanistan; nationality Afghanistan; Gender Male; '
    "a.k.a. 'THE FALCON'; Passport OA454922 (Afghanistan).\"\r\n"
    '102,"GAZELLE TRADING, S.A.",-0- ,"CUBA",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n'
    '103,"BLUE HERON 7","vessel","CUBA",-0- ,"CL2685","General Cargo","2597","1098","Cuba","Compania Naviera",'
    '"Vessel Registration Identification IMO 9187629; Linked To: GAZELLE."\r\n'
    '104,"EP-ZZZ","aircraft","IRAN",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n\x1a'
)
OFAC_ALT = '101,11,"aka","BAREKZAY, Khaled",-0- \r\n102,12,"fka","GAZELA COMERCIO",-0- \r\n'
OFAC_ADD = '102,21,"Calle 1","Havana","Cuba",-0- \r\n'

OFAC_XML = """<?xml version="1.0" standalone="yes"?>
<sdnList xmlns="https://tempuri.org/sdnList.xsd">
  <publshInformation><Publish_Date>12/09/2024</Publish_Date><Record_Count>2</Record_Count></publshInformation>
  <sdnEntry><uid>101</uid><firstName>Khalid Omar</firstName><lastName>BARAKZAI</lastName><title>Governor</title>
    <sdnType>Individual</sdnType><programList><program>SDGT</program></programList>
    <akaList><aka><uid>1</uid><type>a.k.a.</type><category>weak</category><lastName>THE FALCON</lastName></aka></akaList>
    <nationalityList><nationality><uid>2</uid><country>Afghanistan</country></nationality></nationalityList>
    <dateOfBirthList><dateOfBirthItem><dateOfBirth>circa 1971</dateOfBirth></dateOfBirthItem></dateOfBirthList>
    <placeOfBirthList><placeOfBirthItem><placeOfBirth>Quetta, Pakistan</placeOfBirth></placeOfBirthItem></placeOfBirthList>
    <idList><id><idType>Gender</idType><idNumber>Male</idNumber></id>
      <id><idType>Passport</idType><idNumber>OA454922</idNumber></id></idList></sdnEntry>
  <sdnEntry><uid>103</uid><lastName>BLUE HERON 7</lastName><sdnType>Vessel</sdnType>
    <idList><id><idType>Vessel Registration Identification</idType><idNumber>IMO 9187629</idNumber></id></idList>
    <vesselInfo><vesselFlag>Cuba</vesselFlag></vesselInfo></sdnEntry>
</sdnList>
"""

EU_XML = """<?xml version="1.0" encoding="UTF-8"?>
<export xmlns="http://eu.europa.ec/fpi/fsd/export" generationDate="2025-01-15T10:00:00.000+01:00">
  <sanctionEntity euReferenceNumber="EU.1.10" logicalId="10" unitedNationId="TEi.001" designationDate="2013-01-02">
    <regulation programme="AFG"/>
    <subjectType code="person" classificationCode="P"/>
    <nameAlias wholeName="Khalid Omar Barakzai" gender="M" function="Governor" strong="true"/>
    <nameAlias firstName="Khaled" lastName="Barekzay" wholeName="" strong="false"/>
    <citizenship countryIso2Code="AF"/>
    <birthdate circa="false" birthdate="1971-08-26" countryIso2Code="PK"/>
    <identification number="OA454922" identificationTypeCode="passport"/>
  </sanctionEntity>
  <sanctionEntity euReferenceNumber="EU.2.20" logicalId="20">
    <subjectType code="enterprise" classificationCode="E"/>
    <nameAlias wholeName="Gazelle Trading"/>
    <address countryIso2Code="CU"/>
  </sanctionEntity>
</export>
"""

EU_CSV = (
    "\ufefffileGenerationDate;Entity_LogicalId;Entity_EU_ReferenceNumber;Entity_UnitedNationId;Entity_DesignationDate;"
    "Entity_SubjectType;Entity_Regulation_Programme;NameAlias_WholeName;NameAlias_Gender;NameAlias_Function;"
    "Address_CountryIso2Code;BirthDate_BirthDate;BirthDate_Year;BirthDate_CountryIso2Code;Identification_TypeCode;"
    "Identification_Number;Citizenship_CountryIso2Code\n"
    "15/01/2025;10;EU.1.10;TEi.001;02/01/2013;P;AFG;Khalid Omar Barakzai;M;Governor;;;;;;;\n"
    "15/01/2025;10;EU.1.10;TEi.001;02/01/2013;P;AFG;Khaled Barekzay;M;;;;;;;;\n"
    "15/01/2025;10;EU.1.10;TEi.001;02/01/2013;P;AFG;;;;;26/08/1971;;PK;;;\n"
    "15/01/2025;10;EU.1.10;TEi.001;02/01/2013;P;AFG;;;;;;;;passport;OA454922;\n"
    "15/01/2025;10;EU.1.10;TEi.001;02/01/2013;P;AFG;;;;;;;;;;AF\n"
    "15/01/2025;20;EU.2.20;;;E;CUB;Gazelle Trading;;;CU;;;;;;\n"
)

UK_CSV = (
    "Report Date: 18-Aug-2025\n"
    "Last Updated,Unique ID,OFSI Group ID,UN Reference Number,Name 6,Name 1,Name 2,Name 3,Name 4,Name 5,Name type,"
    "Alias strength,Name non-latin script,Regime Name,Designation Type,Address Country,Date Designated,D.O.B,"
    "Nationality(/ies),Passport number,Position,Gender,Country of birth,IMO number,Current believed flag of ship\n"
    "04/08/2025,AFG0001,88,TEi.001,BARAKZAI,Khalid,Omar,,,,Primary Name,,,Afghanistan,Individual,Pakistan,02/01/2013,"
    "26/08/1971,Afghanistan,OA454922,Governor,Male,Pakistan,,\n"
    "04/08/2025,AFG0001,88,TEi.001,BAREKZAY,Khaled,,,,,Alias,Low,خالد,Afghanistan,Individual,,02/01/2013,,,,,,,,\n"
    "04/08/2025,RUS0002,90,,BLUE HERON 7,,,,,,Primary Name,,,Russia,Ship,,01/02/2024,,,,,,,9187629,Cuba\n"
)

FTM = (
    '{"id":"ofac-101","caption":"Khalid Omar Barakzai","schema":"Person","properties":{"name":["Khalid Omar Barakzai"],'
    '"alias":["Khaled Barekzay"],"weakAlias":["Tariq"],"birthDate":["1971-08-26"],"nationality":["af"],"country":["pk"],'
    '"gender":["male"],"position":["Governor"],"passportNumber":["OA454922"],"topics":["sanction"]},'
    '"datasets":["us_ofac_sdn","gb_fcdo"],"last_change":"2025-02-01T00:00:00"}\n'
    '{"id":"Q1","caption":"A Minister","schema":"Person","properties":{"name":["A Minister"],"topics":["role.pep"]},'
    '"datasets":["us_ofac_sdn"],"last_change":"2025-02-03T00:00:00"}\n'
    '{"id":"s1","caption":"","schema":"Sanction","properties":{"entity":["ofac-101"]},"datasets":["us_ofac_sdn"]}\n'
    '{"id":"v1","caption":"BLUE HERON 7","schema":"Vessel","properties":{"name":["BLUE HERON 7"],"imoNumber":["9187629"],'
    '"flag":["cu"]},"datasets":["us_ofac_sdn"]}\n'
)
