/**
 * Common words that English and its songs join: moon + light, heart + strings. Measured on words held out of the dictionary,
 * splitting into any two known words is wrong half the time (Gold + farb), into two of these nine times in ten right.
 */
export const compounding: ReadonlySet<string> = new Set(
  `
air arm back ball band bank bar bath beam beat bed bell berry bird bite blind blood blow blue board boat body bone
book boot born bound box boy brain break breath bright brook brother brow bull burn butter cake call candle car
card cat catch check child city clay cloud club coat code cold corn country court craft crash crow cry cup cut dance
dark dawn day dead deal deep dew dirt dog door down dream drenched drift drive drop drum dust earth east eye face
fall far farm father fern field fight fire fish flame flash flood floor flow flower fly foot forest fox free friend
front frost fruit gate gear ghost girl glass glow gold grass grave gray green ground guard gun hack hair half
hall hand hard hat head heart heat heaven hell high hill hold hole home honey hood hook horn horse hot hour house ice
iron jack jam junk king kiss kissed knife lake lamp lane lark lash leaf left life lift light line lion lip
lit load lock long look lord lorn love low luck maid mail make mark mate meadow milk mill mind mist mix moon
morning mother mouth mud name nap neck night nine north nut oak off oil out over pack page pain paint paper path
pearl phone pick pill pine place play plow pond pop port post pot prayer pull punk push quick rail rain rainbow rap
rave ride rise river road rock roof room root rope rose row sail salt sand school score screen sea seed set
shade shadow shake shell shift shine ship shirt shoe shop shore shot shoulder sick side sign silver sister skin sky
sleep slow smoke snow soaked soda soft soldier song sorrow soul sound south spark spell spot spring stained star steam
steel step stick stone stop store storm story stream street stricken strike string strong struck summer sun surf sweet
swept swing sword synth tail tale talk tap tear tech thorn thread three thunder tide time tooth top touch town track
trail train trap tree truck true tune turn twin type under up valley video voice wake walk wall war warm wash watch
water wave way wear weary web weed week west wheel whip white wide wild will wind window wine wing winter wise wolf
woman wood wool word work world worm worn wound yacht yard year yellow young zone
`
    .trim()
    .split(/\s/),
);
